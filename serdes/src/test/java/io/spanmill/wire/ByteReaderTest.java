package io.spanmill.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanmill.model.StatusCode;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
  private static final String HUGE = "ffffffff07"; // 2^31 − 1
  private static final String NEGATIVE_AS_INT = "ffffffff0f"; // 2^32 − 1
  private static final String NEGATIVE = "ffffffffffffffffff01"; // −1

  /** Bytes with others behind them that are none of the reader's. */
  private static ByteReader reader(String hex) {
    byte[] bytes = HexFormat.of().parseHex("aa" + hex + "0102030405060708090a");
    return new ByteReader(bytes, 1, 1 + hex.length() / 2);
  }

  private static void refuses(String hex, Consumer<ByteReader> reading) {
    assertThatThrownBy(() -> reading.accept(reader(hex)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingIsReadBehindTheEnd() {
    refuses("", ByteReader::readByte);
    refuses("", ByteReader::readVarint);
    refuses("80", ByteReader::readVarint);
    refuses("00112233445566", ByteReader::readFixed64);
    refuses("0261", ByteReader::readString);
    refuses("00", in -> in.skip(2));
  }

  @Test
  void nobodyGoesBack() {
    refuses("00", in -> in.skip(-1));
    refuses(NEGATIVE, ByteReader::readString);
    refuses(NEGATIVE_AS_INT, ByteReader::readString);
  }

  @Test
  void aCountIsNotBelievedBeyondWhatFollows() {
    assertThat(reader("02000000000000").readCount(3)).isEqualTo(2);
    refuses("020000000000", in -> in.readCount(3));
    for (String length : new String[] {HUGE, NEGATIVE_AS_INT, NEGATIVE}) {
      refuses(length + "0000", in -> in.readCount(1));
    }
  }

  @Test
  void aConstantIsOneOfThoseThatThereAre() {
    StatusCode[] codes = StatusCode.values();
    assertThat(reader("02").readOneOf(codes)).isEqualTo(StatusCode.ERROR);
    refuses("03", in -> in.readOneOf(codes));
    refuses("ff", in -> in.readOneOf(codes));
  }
}
