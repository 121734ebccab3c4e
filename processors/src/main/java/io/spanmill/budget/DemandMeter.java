package io.spanmill.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spanmill.model.DemandSum;
import io.spanmill.state.DemandFormat;
import io.spanmill.window.LocalSums;
import io.spanmill.wire.ProtoWriter;

/**
 * Counts what arrives for one budget in one partition. Keys of the table are told by name, and as
 * many others again, the most frequent ones; the rest together. Not thread-safe.
 *
 * <p>Which those are is not stored: after a restart it is found out anew. That can change what is
 * told by name, and nothing as long as all keys are.
 */
final class DemandMeter {
  private final byte[] policy;
  private final LocalSums<DemandSum> sums;
  private final HeavyKeys others = new HeavyKeys(BudgetController.KEYS);
  private final ProtoWriter key = new ProtoWriter(64);

  DemandMeter(String policy, LocalSums<DemandSum> sums) {
    this.policy = policy.getBytes(UTF_8);
    this.sums = sums;
  }

  /**
   * The sum in which a trace counts; to be asked once for each trace.
   *
   * @param listed whether the table has a threshold for its key
   */
  DemandSum at(long epoch, long hash, boolean listed) {
    key.clear();
    DemandFormat.writeKey(Epochs.startMillis(epoch), policy, key);
    if (listed || others.count(hash, epoch)) {
      DemandFormat.writeHash(hash, key);
    }
    return sums.at(key);
  }
}
