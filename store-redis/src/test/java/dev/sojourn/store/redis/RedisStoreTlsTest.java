// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.servers.TestCertificate;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Connections that nobody reads along, or none. Covers fault 46. */
class RedisStoreTlsTest {
    private final Sessions sessions = new Sessions(InstantSource.system());

    @Test
    void sessions_travel_through_tls() throws Exception {
        try (RedisServer server = RedisServer.builder().tls().start();
                RedisStore store = RedisStore.builder()
                        .uri("rediss://localhost:" + server.tlsPort())
                        .tls(trusting(TestCertificate.ofThisJvm()))
                        .withoutStartReport()
                        .build()) {
            SessionRecord record = sessions.next();

            assertTrue(store.create(record));
            assertTrue(store.find(record.key()).isPresent());
        }
    }

    /** A certificate that is not trusted, or of another host, is the end: nothing goes in plain text instead. */
    @Test
    void without_a_good_certificate_nothing_is_sent() throws Exception {
        try (RedisServer server = RedisServer.builder().tls().start()) {
            StoreUnavailableException unknown =
                    assertRefused("rediss://localhost:" + server.tlsPort(), SSLContext.getDefault());
            assertTrue(causes(unknown).noneMatch(CertificateExpiredException.class::isInstance));
            StoreUnavailableException unused =
                    assertRefused("rediss://127.0.0.2:" + server.tlsPort(), trusting(TestCertificate.ofThisJvm()));
        }
    }

    /** Fault 46: a certificate whose time is over is the end as well, though its signer is trusted. */
    @Test
    void fault_46_with_an_expired_certificate_nothing_is_sent() throws Exception {
        TestCertificate expired = TestCertificate.expired();
        try (RedisServer server = RedisServer.builder().tls(expired).start()) {
            StoreUnavailableException refused =
                    assertRefused("rediss://localhost:" + server.tlsPort(), trusting(expired));
            assertTrue(causes(refused).anyMatch(CertificateExpiredException.class::isInstance));
            try (RespClient client = server.client()) {
                assertEquals(0, client.send("DBSIZE").number());
            }
        }
    }

    private StoreUnavailableException assertRefused(String uri, SSLContext tls) {
        try (CapturedLog quiet = new CapturedLog();
                RedisStore store = RedisStore.builder().uri(uri).tls(tls).build()) {
            StoreUnavailableException refused =
                    assertThrows(StoreUnavailableException.class, () -> store.create(sessions.next()));

            String message = String.valueOf(refused.getMessage());
            assertTrue(message.startsWith("TLS with Redis at ") || message.contains("cannot be reached"), message);
            assertTrue(quiet.infos().isEmpty());
            return refused;
        }
    }

    private static Stream<Throwable> causes(Throwable problem) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause);
    }

    private static SSLContext trusting(TestCertificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate.trustedFile())) {
            trusted.setCertificateEntry(
                    "redis", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
