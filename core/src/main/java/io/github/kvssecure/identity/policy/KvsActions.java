package io.github.kvssecure.identity.policy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The actions of KVS about streams, by who needs them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisvideostreams.html">actions
 *     of Amazon Kinesis Video Streams</a>, as of November 2025
 */
final class KvsActions {

  /** The prefix of every action. */
  static final String PREFIX = "kinesisvideo:";

  /** What a producer needs, and nothing else. */
  static final List<String> PRODUCER =
      List.of(
          "kinesisvideo:PutMedia", "kinesisvideo:GetDataEndpoint", "kinesisvideo:DescribeStream");

  /** What somebody who makes streams needs. */
  static final Set<String> ADMINISTRATOR =
      prefixed(
          "CreateStream",
          "DescribeStream",
          "ListStreams",
          "TagStream",
          "TagResource",
          "UntagStream",
          "UntagResource",
          "ListTagsForStream",
          "ListTagsForResource",
          "UpdateStream",
          "UpdateDataRetention",
          "UpdateStreamStorageConfiguration",
          "DescribeStreamStorageConfiguration");

  /** What gives away the media. */
  static final Set<String> VIEWER =
      prefixed(
          "GetMedia",
          "GetMediaForFragmentList",
          "GetClip",
          "GetImages",
          "GetHLSStreamingSessionURL",
          "GetDASHStreamingSessionURL",
          "ListFragments");

  /** What removes a stream or sends its media elsewhere. */
  private static final Set<String> OTHER =
      prefixed(
          "DeleteStream",
          "UpdateImageGenerationConfiguration",
          "UpdateNotificationConfiguration",
          "UpdateMediaStorageConfiguration",
          "StartEdgeConfigurationUpdate",
          "DeleteEdgeConfiguration",
          "DescribeEdgeConfiguration",
          "DescribeImageGenerationConfiguration",
          "DescribeNotificationConfiguration",
          "DescribeMediaStorageConfiguration",
          "DescribeMappedResourceConfiguration",
          "ListEdgeAgentConfigurations",
          "CreateSignalingChannel",
          "UpdateSignalingChannel",
          "DeleteSignalingChannel",
          "DescribeSignalingChannel",
          "ListSignalingChannels",
          "GetSignalingChannelEndpoint",
          "GetIceServerConfig",
          "ConnectAsMaster",
          "ConnectAsViewer",
          "JoinStorageSession",
          "JoinStorageSessionAsViewer",
          "SendAlexaOfferToMaster");

  /** Every action. */
  static final Set<String> ALL = all();

  private KvsActions() {}

  private static Set<String> all() {
    Set<String> all = new TreeSet<>(PRODUCER);
    all.addAll(ADMINISTRATOR);
    all.addAll(VIEWER);
    all.addAll(OTHER);
    return all;
  }

  private static Set<String> prefixed(String... names) {
    Set<String> actions = new TreeSet<>();
    for (String name : names) {
      actions.add(PREFIX + name);
    }
    return actions;
  }
}
