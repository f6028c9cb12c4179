/**
 * A stand-in for Amazon Kinesis Video Streams, KMS, STS and the IoT credentials provider on the
 * loopback interface, for testing producers and consumers without an AWS account.
 *
 * <p>It speaks real TLS with a throw-away CA, verifies Signature Version 4, evaluates IAM and key
 * policies, acknowledges fragments while they arrive, and hands out what was stored. Everything is
 * in memory and gone with {@link io.github.kvssecure.local.LocalKvs#close()}. It is an independent
 * reading of the documentation: it shares no code with the library that it tests.
 *
 * <h2>In a JUnit test</h2>
 *
 * <pre>{@code
 * @ExtendWith(LocalKvsExtension.class)
 * class UploadTest {
 *   @Test
 *   void frameArrives(LocalKvs kvs) throws Exception {
 *     String arn = kvs.streams().create("front-door");
 *     SessionKeys keys = kvs.identities().roleSession(LocalIdentities.CAMERA);
 *     // Point the client at kvs.endpoint(), region kvs.region(), with these keys; let it trust
 *     // kvs.caCertificate() and nothing else.
 *     assertThat(kvs.streams().awaitFragments("front-door", 1, Duration.ofSeconds(10))).hasSize(1);
 *   }
 * }
 * }</pre>
 *
 * <p>{@link io.github.kvssecure.local.junit.LocalKvsExtension} starts one stand-in for a class. A
 * test that needs settings starts its own: {@code try (LocalKvs kvs =
 * LocalKvs.builder().clock(clock).start())}. {@link io.github.kvssecure.local.LocalKvs#arm(Fault)}
 * makes the next call fail; {@link io.github.kvssecure.local.LocalKvs#calls()} tells what was
 * asked.
 *
 * <h2>As a program, with the AWS command line</h2>
 *
 * <p>{@link io.github.kvssecure.local.LocalKvsMain} runs until it is killed. It writes the CA and a
 * credentials file that only its owner can read, and prints the commands to go on with:
 *
 * <pre>{@code
 * java -cp kvs-local.jar:... io.github.kvssecure.local.LocalKvsMain directory
 * export AWS_SHARED_CREDENTIALS_FILE=directory/credentials
 * export AWS_CA_BUNDLE=directory/kvs-local-ca.pem
 * aws --profile administrator --region eu-central-1 --endpoint-url https://localhost:PORT \
 *     kinesisvideo create-stream --stream-name front-door --data-retention-in-hours 24
 * }</pre>
 *
 * <h2>What it is not</h2>
 *
 * <ul>
 *   <li>Not the service. A test that passes here shows that a client keeps the rules as they are
 *       documented, not that AWS accepts it.
 *   <li>Not a place for media: it listens on loopback only, encrypts nothing at rest, and keeps no
 *       more than {@link io.github.kvssecure.local.LocalKvsBuilder#mediaCapacity(long)}. Never give
 *       it real credentials.
 *   <li>Not all of the API: the operations of a producer, its administrator and its auditor, and
 *       GetMedia. Others are answered {@code UnknownOperationException}; HLS, DASH, WebRTC and edge
 *       are absent.
 * </ul>
 *
 * <h2>Where it is more lenient than the service may be</h2>
 *
 * <p>What AWS does not document is accepted, and named here, so that nobody takes it for proven:
 *
 * <ul>
 *   <li>Calls are counted only with {@link
 *       io.github.kvssecure.local.streams.CallRates#AS_DOCUMENTED}; those of KMS, STS and AWS IoT
 *       are not.
 *   <li>More than 5 fragments or 12.5 MB in a second, and fragments of less than a second, are
 *       stored: what the service answers is not documented. So is a producer timestamp far from the
 *       clock, for which there is {@code INVALID_PRODUCER_TIMESTAMP} but no bound.
 *   <li>A stream that is UPDATING takes media. DeleteStream is done when it answers; a shorter
 *       retention deletes nothing.
 *   <li>An upload goes on when its credentials expire: the signature is looked at once.
 *   <li>AssumeRole takes a source identity without looking for {@code sts:SetSourceIdentity}.
 *   <li>Readers of GetMedia are not limited to three.
 *   <li>{@code https://localhost:PORT} is every endpoint. Only AWS names, such as {@code
 *       s-0123abcd.kinesisvideo.eu-central-1.amazonaws.com}, tell data and control plane apart; and
 *       {@link io.github.kvssecure.local.LocalKvs#moveDataEndpoint()} takes PutMedia to a port of
 *       its own.
 * </ul>
 *
 * <p>And it is stricter: every header that begins with {@code x-amz} must be signed, the hash line
 * of an upload must be {@code UNSIGNED-PAYLOAD} (see {@link
 * io.github.kvssecure.local.LocalKvsBuilder#acceptEmptyPayloadHash()}), and MKV is read by {@link
 * io.github.kvssecure.local.mkv.MkvLimits#putMedia()}.
 */
@NullMarked
package io.github.kvssecure.local;

import org.jspecify.annotations.NullMarked;
