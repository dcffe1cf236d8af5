// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import dev.sojourn.SessionListener;
import dev.sojourn.SessionManager;
import dev.sojourn.store.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.Map;

/**
 * Shows what happens to the sessions of one manager as Micrometer meters: {@code SessionMetrics.of(sessions).bindTo(registry)}.
 *
 * <p>Two sources. What requests did is counted by the core anyway ({@link SessionManager#counters}) and only read when the registry
 * asks. Logins, renewals, ends, turns and what could not be read are known from events; for them an inline listener is added
 * to the manager, which adds one to a counter and never waits.
 *
 * <p><b>A listener makes the store keep ended sessions until they are claimed.</b> On Redis all nodes must listen, or none: bind on
 * each of them, or build with {@link Builder#withoutEvents()} ({@code docs/events.md}, "How often").
 *
 * <p>Figures are of this node since the manager was built, or, for those from events, since they were bound; add them up over nodes.
 * Tags are constants of enums and never name a session, a user or a client. {@code docs/metrics.md} lists all meters.
 *
 * <p>Thread-safe. Whatever a registry throws while something is counted is logged and breaks no request.
 */
public final class SessionMetrics implements MeterBinder, AutoCloseable {
    private final SessionManager manager;
    private final Tags common;
    private final boolean withEvents;
    private final boolean countingLive;
    private final Map<MeterRegistry, Bound> bound = new HashMap<>();

    private SessionMetrics(Builder builder) {
        this.manager = builder.manager;
        this.common = builder.common;
        this.withEvents = builder.withEvents;
        this.countingLive = builder.countingLive;
    }

    /** All that costs next to nothing, without a tag that names the application. */
    public static SessionMetrics of(SessionManager manager) {
        return builder(manager).build();
    }

    /** Starts from what {@link #of} does. */
    public static Builder builder(SessionManager manager) {
        return new Builder(manager);
    }

    /**
     * Adds the meters to a registry, and begins to listen. May be called for several registries; for the same one again it does nothing.
     *
     * @throws IllegalStateException if the meters of another manager are there, which would be added to these: see
     *     {@link Builder#application}
     */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        if (bound.containsKey(registry)) {
            return;
        }
        RegisteredMeters meters = new RegisteredMeters(registry, common);
        if (meters.areThere()) {
            throw new IllegalStateException("the registry has the meters of another session manager already:"
                    + " give each its name with SessionMetrics.builder(..).application(..)");
        }
        try {
            bound.put(registry, new Bound(meters, registered(meters)));
        } catch (RuntimeException refused) {
            meters.remove(); // half of them would be worse than none
            throw refused;
        }
    }

    /** Stops listening, and takes the meters out of all registries. The manager stays as it is; harmless when repeated. */
    @Override
    public synchronized void close() {
        bound.values().forEach(each -> {
            manager.removeInlineListener(each.listener());
            each.meters().remove();
        });
        bound.clear();
    }

    private SessionListener registered(RegisteredMeters meters) {
        CountedMeters.register(meters, manager.counters());
        if (countingLive) {
            meters.gauge(SessionMeter.LIVE, this::live);
        }
        if (!withEvents) {
            return event -> {};
        }
        SessionListener listener = new EventMeters(meters, manager.policy().renewalGrace());
        manager.addInlineListener(listener);
        return listener;
    }

    private Number live() {
        try {
            return manager.count();
        } catch (StoreUnavailableException | UnsupportedOperationException unknown) {
            return Double.NaN; // what cannot be counted is not 0
        }
    }

    /** What one registry got. */
    private record Bound(RegisteredMeters meters, SessionListener listener) {}

    /** Collects what {@link SessionMetrics} should show. Not thread-safe. */
    public static final class Builder {
        private final SessionManager manager;
        private Tags common = Tags.empty();
        private boolean withEvents = true;
        private boolean countingLive;

        private Builder(SessionManager manager) {
            this.manager = manager;
        }

        /**
         * Puts this name on all meters, as the tag {@code application}; default none.
         *
         * <p>Needed where several managers share a registry, and then for each of them: Prometheus wants the same tags on
         * all meters of a name.
         *
         * @throws IllegalArgumentException in {@link #build} if it is blank
         */
        public Builder application(String name) {
            this.common = Tags.of("application", name);
            return this;
        }

        /**
         * Only what the core counts by itself: no listener, so that nothing has to be kept for it; default with events.
         *
         * <p>Then there is nothing of logins, renewals, ends, turns, and of what could not be read.
         */
        public Builder withoutEvents() {
            this.withEvents = false;
            return this;
        }

        /**
         * Also shows how many sessions the store has, as {@link SessionManager#count} tells it; default not, since it costs.
         *
         * <p>The store is asked each time that the figure is read, on the thread that reads it: with Prometheus the one of the scrape, which waits for
         * it. In a database that counts rows. All nodes with one store show the same figure, so take the greatest and not the sum.
         * It is not a number while the store does not answer, and if the store cannot tell.
         */
        public Builder countingLiveSessions() {
            this.countingLive = true;
            return this;
        }

        /** The metrics, not yet bound to a registry. */
        public SessionMetrics build() {
            common.stream().filter(tag -> tag.getValue().isBlank()).findAny().ifPresent(tag -> {
                throw new IllegalArgumentException(tag.getKey() + " must not be blank");
            });
            return new SessionMetrics(this);
        }
    }
}
