package io.github.kvssecure.local.mkv;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.kinesisvideo.parser.ebml.InputStreamParserByteSource;
import com.amazonaws.kinesisvideo.parser.ebml.MkvTypeInfos;
import com.amazonaws.kinesisvideo.parser.mkv.MkvElement;
import com.amazonaws.kinesisvideo.parser.mkv.MkvStartMasterElement;
import com.amazonaws.kinesisvideo.parser.mkv.StreamingMkvReader;
import com.amazonaws.kinesisvideo.parser.utilities.FragmentMetadata;
import com.amazonaws.kinesisvideo.parser.utilities.FragmentMetadataVisitor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The parser library of AWS reads what the writer writes, one segment per fragment. */
class ParserLibraryTest {
  private final FragmentMetadataVisitor visitor = FragmentMetadataVisitor.create();
  private final List<String> fragmentNumbers = new ArrayList<>();
  private int blocks;

  @Test
  void segmentPerFragment_givesEveryFragmentItsNumber() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MkvWriter writer = new MkvWriter(out);
    int number = 91;
    for (MkvFragment fragment : Recording.fragments()) {
      writer.header(Recording.HEADER);
      writer.fragment(fragment, tagsOfTheService(number++));
    }

    visit(out.toByteArray());

    assertThat(fragmentNumbers).containsExactly("91", "92", "93");
    assertThat(blocks).isEqualTo(60);
    assertThat(visitor.getContinuationToken()).hasValue("token-93");
    assertThat(visitor.getMillisBehindNow()).hasValue(0);
    assertThat(visitor.getMkvTrackMetadata(1).getPixelWidth())
        .hasValueSatisfying(width -> assertThat(width).isEqualTo(1920));
  }

  private static Map<String, String> tagsOfTheService(int number) {
    return Map.of(
        "AWS_KINESISVIDEO_FRAGMENT_NUMBER",
        Integer.toString(number),
        "AWS_KINESISVIDEO_SERVER_TIMESTAMP",
        "1700000000.123",
        "AWS_KINESISVIDEO_PRODUCER_TIMESTAMP",
        "1700000000.000",
        "AWS_KINESISVIDEO_CONTINUATION_TOKEN",
        "token-" + number,
        "AWS_KINESISVIDEO_MILLIS_BEHIND_NOW",
        "0");
  }

  private void visit(byte[] stream) throws Exception {
    StreamingMkvReader reader =
        StreamingMkvReader.createDefault(
            new InputStreamParserByteSource(new ByteArrayInputStream(stream)));
    while (reader.mightHaveNext()) {
      Optional<MkvElement> next = reader.nextIfAvailable();
      if (next.isPresent()) {
        MkvElement element = next.get();
        element.accept(visitor);
        count(element);
      }
    }
  }

  private void count(MkvElement element) {
    if (element.getElementMetaData().getTypeInfo().equals(MkvTypeInfos.SIMPLEBLOCK)) {
      blocks++;
    }
    if (element instanceof MkvStartMasterElement
        && element.getElementMetaData().getTypeInfo().equals(MkvTypeInfos.CLUSTER)) {
      visitor
          .getCurrentFragmentMetadata()
          .map(FragmentMetadata::getFragmentNumberString)
          .ifPresent(fragmentNumbers::add);
    }
  }
}
