package io.spanmill.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One cache for all stores of the process: by its own defaults each store would take 66 MB outside
 * of the heap, and there are three to a partition. Kafka Streams makes it by name.
 */
public final class RocksMemory implements RocksDBConfigSetter {
  private static final long CACHE = 96L << 20;
  private static final long WRITE_BUFFERS = 48L << 20;
  private static final long WRITE_BUFFER = 4L << 20;

  static {
    RocksDB.loadLibrary();
  }

  private static final Cache SHARED = new LRUCache(CACHE);
  private static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS, SHARED);

  /** Bytes that all stores of the process have in that cache, write buffers among them. */
  static long usedBytes() {
    return SHARED.getUsage();
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(SHARED);
    table.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(BUFFERS);
    options.setWriteBufferSize(WRITE_BUFFER);
  }

  @Override
  public void close(String storeName, Options options) {
    // The cache is shared: it lives as long as the process.
  }
}
