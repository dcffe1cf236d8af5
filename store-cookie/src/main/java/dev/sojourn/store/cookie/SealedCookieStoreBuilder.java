// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import dev.sojourn.seal.KeyRingSource;
import dev.sojourn.seal.KeysUnavailableException;
import dev.sojourn.seal.Sealer;
import dev.sojourn.store.CarriedRecords;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link SealedCookieStore}, which {@link #build()} checks together; not thread-safe. */
public final class SealedCookieStoreBuilder {
    private static final int LEAST_LENGTH = 512;
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(400);

    private final KeyRingSource keys;
    String application = "";
    String tenant = "";
    int maxLength = 6_000;
    Duration longestLife = Duration.ofDays(30);
    Optional<SessionStore> revocation = Optional.empty();
    private int compressFrom = Integer.MAX_VALUE;
    private @Nullable InstantSource clock;
    private RandomGenerator random = new SecureRandom();

    SealedCookieStoreBuilder(KeyRingSource keys) {
        this.keys = keys;
    }

    /** Whose sessions these are, for instance the name of the cookie; default nobody's in particular. Those of one do not open in another. */
    public SealedCookieStoreBuilder application(String name) {
        this.application = name;
        return this;
    }

    /** Which customer's or site's they are within the application; default nobody's in particular. */
    public SealedCookieStoreBuilder tenant(String name) {
        this.tenant = name;
        return this;
    }

    /**
     * How many characters a session may take, 512 to 16,384; default 6,000, which leaves a quarter of the 8 KiB that servers usually
     * accept to all other request headers. Of 6,000 characters, about 4,250 bytes are for attributes.
     *
     * <p>A change that makes it longer is refused with {@code AttributeLimitException}, before the response leaves.
     */
    public SealedCookieStoreBuilder maxLength(int characters) {
        this.maxLength = characters;
        return this;
    }

    /**
     * Compresses records from so many bytes on, 1 or more; off by default. The length then depends on the content, and the network sees
     * lengths: read the note on compression at {@link RecordEncoding}.
     */
    public SealedCookieStoreBuilder compressFrom(int bytes) {
        this.compressFrom = bytes;
        return this;
    }

    /**
     * After how long nothing opens any more, counted from when it was last sealed: 1 minute to 400 days; default 30 days, the overall
     * limit of AAL1. So long revocations are remembered. Source: NIST SP 800-63B-4 §2.1.3.
     */
    public SealedCookieStoreBuilder longestLife(Duration life) {
        this.longestLife = life;
        return this;
    }

    /**
     * Remembers in this store which sessions ended, on all nodes that share it; by default nobody does.
     *
     * <p>It holds no session, and one small record for each that logged in or ended, and for each user whose sessions were ended. Give it a
     * place of its own (prefix, table): its records count as sessions there. It must not forget: not bounded in memory, not without
     * persistence. Closed with the store.
     */
    public SealedCookieStoreBuilder revocation(SessionStore serverStore) {
        this.revocation = Optional.of(serverStore);
        return this;
    }

    /** By which clock sessions are sealed and keys change; default that of the revocation store if it has one, else the system's. */
    public SealedCookieStoreBuilder clock(InstantSource newClock) {
        this.clock = newClock;
        return this;
    }

    /** Where salts come from; must be cryptographically strong. Default a new {@link SecureRandom}. */
    public SealedCookieStoreBuilder random(RandomGenerator newRandom) {
        this.random = newRandom;
        return this;
    }

    /**
     * The store.
     *
     * @throws IllegalArgumentException if a setting is out of range, no key may seal now, or the revocation store is itself carried by
     *     the client; says all that is wrong
     */
    public SealedCookieStore build() {
        List<String> problems = new ArrayList<>();
        if (maxLength < LEAST_LENGTH || maxLength > CookieText.LONGEST) {
            problems.add("maxLength must be " + LEAST_LENGTH + " to " + CookieText.LONGEST + ", was " + maxLength);
        }
        if (longestLife.compareTo(SHORTEST_LIFE) < 0 || longestLife.compareTo(LONGEST_LIFE) > 0) {
            problems.add("longestLife must be " + SHORTEST_LIFE + " to " + LONGEST_LIFE + ", was " + longestLife);
        }
        if (compressFrom < 1) {
            problems.add("compressFrom must be at least 1, was " + compressFrom);
        }
        if (revocation
                .flatMap(server -> server.capability(CarriedRecords.class))
                .isPresent()) {
            problems.add("revocation needs a store that keeps records on a server");
        }
        Optional<Sealer> sealer = sealer(problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        RecordEncoding encoding =
                RecordEncoding.builder().compressFrom(compressFrom).build();
        return new SealedCookieStore(this, sealer.orElseThrow(), encoding);
    }

    InstantSource clock() {
        return sharedClock().orElseGet(InstantSource::system);
    }

    /** The clock that a session manager should go by too. */
    Optional<InstantSource> sharedClock() {
        return Optional.ofNullable(clock)
                .or(() -> revocation.flatMap(server -> server.capability(InstantSource.class)));
    }

    private Optional<Sealer> sealer(List<String> problems) {
        try {
            return Optional.of(Sealer.builder(keys, SealedCookieStore.PURPOSE)
                    .application(application)
                    .tenant(tenant)
                    .clock(clock())
                    .random(random)
                    .build());
        } catch (KeysUnavailableException | IllegalArgumentException refused) {
            problems.add(String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }
}
