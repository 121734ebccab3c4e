package io.spanmill.embedded;

import io.spanmill.receiver.ListenAddress;
import picocli.CommandLine;

/** Reads an address that is typed. */
final class TypedAddress implements CommandLine.ITypeConverter<ListenAddress> {
  @Override
  public ListenAddress convert(String typed) {
    ListenAddress address = ListenAddress.parse(typed);
    if (address == null) {
      throw new CommandLine.TypeConversionException(
          "\"" + typed + "\" is not " + ListenAddress.ALLOWED);
    }
    return address;
  }
}
