package io.spanmill.embedded;

/** What the pipeline of a demo is fed with. For one thread. */
interface DemoTraffic extends AutoCloseable {
  /**
   * Called again and again.
   *
   * @param nowMillis Unix time in milliseconds
   * @throws Exception why it cannot go on, if it cannot
   */
  void send(long nowMillis) throws Exception;

  /** Where it comes from, in a few words. */
  String source();

  @Override
  void close();
}
