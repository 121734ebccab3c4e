package io.spanmill.topology.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** What the Java process says of itself. */
public final class JavaMetrics {
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  private static final Family UPTIME =
      Family.gauge("spanmill_process_uptime_seconds", "Since the process was started.");
  private static final Family CPU =
      Family.counter("spanmill_process_cpu_seconds_total", "CPU time of the process.");
  private static final Family FILES =
      Family.gauge("spanmill_process_open_files", "Open file descriptors.");
  private static final Family FILES_LIMIT =
      Family.gauge("spanmill_process_open_files_limit", "Largest number of file descriptors.");
  private static final Family USED =
      Family.gauge("spanmill_jvm_memory_used_bytes", "Memory of the Java machine that is in use.");
  private static final Family LIMIT =
      Family.gauge("spanmill_jvm_memory_limit_bytes", "Most that the heap may take.");
  private static final Family BUFFERS =
      Family.gauge("spanmill_jvm_buffer_bytes", "Buffers outside of the heap.");
  private static final Family COLLECTIONS =
      Family.counter("spanmill_jvm_gc_collections_total", "Runs of the garbage collector.");
  private static final Family COLLECTING =
      Family.counter("spanmill_jvm_gc_seconds_total", "Time in the garbage collector.");
  private static final Family THREADS = Family.gauge("spanmill_jvm_threads", "Live threads.");

  private JavaMetrics() {}

  public static void addTo(Exposition out) {
    double uptime = ManagementFactory.getRuntimeMXBean().getUptime();
    out.add(UPTIME, uptime / MILLIS_PER_SECOND);
    out.add(THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
    addMemory(out);
    addCollectors(out);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      out.add(CPU, system.getProcessCpuTime() / NANOS_PER_SECOND);
      out.add(FILES, system.getOpenFileDescriptorCount());
      out.add(FILES_LIMIT, system.getMaxFileDescriptorCount());
    }
  }

  private static void addMemory(Exposition out) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    out.add(USED, heap.getUsed(), "area", "heap");
    out.add(USED, other.getUsed(), "area", "nonheap");
    out.add(LIMIT, heap.getMax(), "area", "heap");
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      out.add(BUFFERS, pool.getMemoryUsed(), "pool", pool.getName());
    }
  }

  private static void addCollectors(Exposition out) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      out.add(COLLECTIONS, collector.getCollectionCount(), "gc", collector.getName());
      double seconds = collector.getCollectionTime() / MILLIS_PER_SECOND;
      out.add(COLLECTING, seconds, "gc", collector.getName());
    }
  }
}
