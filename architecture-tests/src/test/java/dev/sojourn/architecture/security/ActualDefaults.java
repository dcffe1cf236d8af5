// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.security;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.SigningKeys;
import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeLimits;
import dev.sojourn.seal.SealingKey;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.TokenSecrets;
import dev.sojourn.store.memory.MemoryStore;
import dev.sojourn.store.memory.NearCache;
import dev.sojourn.store.redis.RedisStoreBuilder;
import dev.sojourn.web.SessionCookie;
import dev.sojourn.web.SessionTransport;
import dev.sojourn.web.WebSessions;
import dev.sojourn.web.csrf.CsrfTokens;
import dev.sojourn.web.headers.SecurityHeaders;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the code does if nobody sets anything, as far as it can be asked. */
final class ActualDefaults {
    private final Map<String, String> values = new TreeMap<>();

    private ActualDefaults() {}

    /** By the names under which the page lists them. */
    static Map<String, String> all() {
        ActualDefaults defaults = new ActualDefaults();
        defaults.policy();
        defaults.cookie();
        defaults.tokens();
        defaults.attributes();
        defaults.stores();
        defaults.web();
        return defaults.values;
    }

    private void policy() {
        SessionPolicy.defaults().describe().forEach((name, value) -> put("SessionPolicy." + name, value));
    }

    private void cookie() {
        SessionCookie cookie = SessionCookie.defaults();
        put("SessionCookie.name", cookie.name());
        put("SessionCookie.secure", cookie.secure());
        put("SessionCookie.httpOnly", cookie.httpOnly());
        put("SessionCookie.sameSite", cookie.sameSite());
        put("SessionCookie.path", cookie.path());
        put("SessionCookie.domain", cookie.domain().orElse("none"));
        put("SessionCookie.partitioned", cookie.partitioned());
        put("SessionCookie.priority", cookie.priority().map(Enum::name).orElse("none"));
        put("SessionCookie.persistence", cookie.persistence());
        put("SessionCookie.maxAge", cookie.maxAge().map(Duration::toString).orElse("none"));
        put("SessionCookie.rolling", cookie.rolling());
        put("SessionCookie.chunked", cookie.chunked().map(String::valueOf).orElse("none"));
        put("SessionCookie.LONGEST_MAX_AGE", SessionCookie.LONGEST_MAX_AGE);
        put("SessionTransport.MOST_CANDIDATES", SessionTransport.MOST_CANDIDATES);
    }

    private void tokens() {
        try (SessionManager manager =
                SessionManager.builder(MemoryStore.create()).withoutThreads().build()) {
            Session session = manager.create();
            session.keep();
            String token = manager.commit(session).token().orElseThrow().reveal();
            put("token.characters", token.length());
            put("Session.id.characters", session.id().length());
            put(
                    "WebSessions.guards",
                    WebSessions.builder(manager).build().guards().size());
        }
        put("SessionKey.BYTES", SessionKey.BYTES);
        put("SecretHash.BYTES", SecretHash.BYTES);
        put("TokenSecrets.REMEMBERED", TokenSecrets.REMEMBERED);
        put("TokenSecrets.SALT_BYTES", TokenSecrets.SALT_BYTES);
        put("SigningKeys.NONE.isSigning", SigningKeys.NONE.isSigning());
        put("SigningKeys.SHORTEST", SigningKeys.SHORTEST);
    }

    private void attributes() {
        AttributeLimits limits = AttributeCodecs.standard().limits();
        put("AttributeLimits.attributeBytes", limits.attributeBytes());
        put("AttributeLimits.sessionBytes", limits.sessionBytes());
        put("AttributeLimits.attributes", limits.attributes());
        put("AttributeLimits.nameLength", limits.nameLength());
        put("AttributeLimits.nesting", limits.nesting());
        put("AttributeCodecs.standard.serializable", AttributeCodecs.standard().supports(new Order(1)));
    }

    private void stores() {
        put("RecordEncoding.PLAIN", RecordEncoding.PLAIN);
        put("SealingKey.SHORTEST", SealingKey.SHORTEST);
        put("SealingKey.LONGEST", SealingKey.LONGEST);
        put("MemoryStore.maximumSessions", MemoryStore.Builder.DEFAULT_MAXIMUM_SESSIONS);
        put("NearCache.maximumSessions", NearCache.Builder.DEFAULT_MAXIMUM_SESSIONS);
        put("NearCache.staleAfter", NearCache.Builder.DEFAULT_STALE_AFTER);
        put("RedisStore.deadline", RedisStoreBuilder.DEFAULT_DEADLINE);
        put("RedisStore.connections", RedisStoreBuilder.DEFAULT_CONNECTIONS);
        put("RedisStore.keepEnded", RedisStoreBuilder.DEFAULT_KEEP_ENDED);
    }

    private void web() {
        put("CsrfTokens.parameterName", CsrfTokens.defaults().parameterName());
        put("CsrfTokens.headerName", CsrfTokens.defaults().headerName());
        try (SessionManager manager =
                SessionManager.builder(MemoryStore.create()).withoutThreads().build()) {
            PlainPage page = new PlainPage();
            WebSessions.builder(manager)
                    .guard(SecurityHeaders.defaults())
                    .build()
                    .begin(page)
                    .complete();
            page.headers().forEach((name, value) -> put("SecurityHeaders." + name, value));
        }
    }

    private void put(String name, Object value) {
        if (values.put(name, Optional.of(value).map(Object::toString).orElseThrow()) != null) {
            throw new IllegalStateException(name + " is asked twice");
        }
    }

    /** A class of an application that Java could serialise. */
    private record Order(int number) implements Serializable {}
}
