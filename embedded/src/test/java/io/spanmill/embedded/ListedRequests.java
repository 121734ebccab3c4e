package io.spanmill.embedded;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests that are there already. */
final class ListedRequests implements RequestStream {
  private final Iterator<StoredRequest> requests;

  ListedRequests(List<StoredRequest> requests) {
    this.requests = requests.iterator();
  }

  @Override
  public @Nullable StoredRequest next() {
    return requests.hasNext() ? requests.next() : null;
  }

  @Override
  public long totalBytes() {
    return 0;
  }

  @Override
  public long bytesRead() {
    return 0;
  }
}
