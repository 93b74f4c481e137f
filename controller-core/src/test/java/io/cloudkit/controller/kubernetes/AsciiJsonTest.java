package io.cloudkit.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiJsonTest {
  private static final String EVENT = "{\"type\":\"ADDED\",\"text\":\"für … 機 🙂 \\n\"}\n";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8192})
  void saysTheSameInAsciiHoweverItComes(int piece) throws IOException {
    String ascii = Okio.buffer(new AsciiJson(new InPieces(EVENT, piece))).readUtf8();

    assertThat(ascii).isASCII().endsWith("}\n");
    assertThat(new ObjectMapper().readTree(ascii)).isEqualTo(new ObjectMapper().readTree(EVENT));
  }

  @Test
  void givesNoMoreThanIsAskedFor() throws IOException {
    Source json = new AsciiJson(new InPieces("ü", 2));
    Buffer sink = new Buffer();
    assertThat(json.read(sink, 4)).isEqualTo(4);
    assertThat(json.read(sink, 4)).isEqualTo(2);
    assertThat(json.read(sink, 4)).isEqualTo(-1);
    assertThat(sink.readUtf8()).isEqualTo("\\u00fc");
  }

  /** As a network may give it. */
  private static final class InPieces extends ForwardingSource {
    private final int piece;

    InPieces(String text, int piece) {
      super(new Buffer().writeString(text, StandardCharsets.UTF_8));
      this.piece = piece;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      return super.read(sink, Math.min(piece, byteCount));
    }
  }
}
