package io.spanmill.state;

import io.spanmill.model.Histogram;
import io.spanmill.wire.ByteReader;
import io.spanmill.wire.ProtoWriter;

/**
 * A histogram within a sum: zeros, number of buckets, then for each the distance from the bucket
 * before and the count, all zigzag. Buckets that hold nothing any more are left out.
 */
final class Histograms {
  private Histograms() {}

  static void write(Histogram histogram, ProtoWriter out) {
    int filled = 0;
    for (int i = 0; i < histogram.size(); i++) {
      filled += histogram.count(i) == 0 ? 0 : 1;
    }
    out.writeZigZag(histogram.zeros()).writeVarint(filled);
    int before = 0;
    for (int i = 0; i < histogram.size(); i++) {
      if (histogram.count(i) != 0) {
        out.writeZigZag(histogram.bucket(i) - before).writeZigZag(histogram.count(i));
        before = histogram.bucket(i);
      }
    }
  }

  static void readInto(Histogram histogram, ByteReader in) {
    histogram.addZeros(in.readZigZag());
    int filled = in.readCount(2);
    histogram.ensureBuckets(filled);
    long before = 0;
    for (int i = 0; i < filled; i++) {
      long distance = in.readZigZag();
      long bucket = before + distance;
      if ((i > 0 && distance <= 0) || !Histogram.isBucket(bucket)) {
        throw new IllegalArgumentException("bucket " + bucket + " after bucket " + before);
      }
      histogram.addToBucket((int) bucket, in.readZigZag());
      before = bucket;
    }
  }
}
