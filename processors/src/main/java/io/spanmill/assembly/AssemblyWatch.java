package io.spanmill.assembly;

/**
 * Hears how the assemblers of this process are, for those who have to know whether it can be relied
 * on. Of one partition in this order, by one thread; of several partitions by several threads.
 */
public interface AssemblyWatch {
  /** Nobody cares. */
  AssemblyWatch UNHEARD =
      new AssemblyWatch() {
        @Override
        public void opened(int partition) {}

        @Override
        public void restoring(int partition) {}

        @Override
        public void restored(int partition) {}

        @Override
        public void tell(int partition, AssemblyStatus status) {}

        @Override
        public void closed(int partition) {}
      };

  /** An assembler waits for its first record: what it knew before a restart is not there yet. */
  void opened(int partition);

  /** Its first record is there: it begins to read again what it knew. */
  void restoring(int partition);

  /** It knows all that it knew. */
  void restored(int partition);

  /** Told about once a second and source. */
  void tell(int partition, AssemblyStatus status);

  void closed(int partition);
}
