// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import dev.sojourn.SessionCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of one manager in one registry: makes them, and takes them out again. Not thread-safe. */
final class RegisteredMeters {
    private final MeterRegistry registry;
    private final Tags common;
    private final List<Meter> meters = new ArrayList<>();

    RegisteredMeters(MeterRegistry registry, Tags common) {
        this.registry = registry;
        this.common = common;
    }

    /** Whether such meters are there already, which would be counted together with these. */
    boolean areThere() {
        return registry.find(SessionMeter.OPENED.meterName()).tags(common).meter() != null;
    }

    /** A figure that the core counts, asked for when it is read. */
    void figure(SessionMeter meter, Tags tags, SessionCounters counters, ToDoubleFunction<SessionCounters> figure) {
        meters.add(FunctionCounter.builder(meter.meterName(), counters, figure)
                .description(meter.description())
                .tags(common.and(tags))
                .register(registry));
    }

    Counter counter(SessionMeter meter, Tags tags) {
        Counter counter = Counter.builder(meter.meterName())
                .description(meter.description())
                .tags(common.and(tags))
                .register(registry);
        meters.add(counter);
        return counter;
    }

    Timer timer(SessionMeter meter, Tags tags) {
        Timer timer = Timer.builder(meter.meterName())
                .description(meter.description())
                .tags(common.and(tags))
                .register(registry);
        meters.add(timer);
        return timer;
    }

    void gauge(SessionMeter meter, Supplier<Number> figure) {
        meters.add(Gauge.builder(meter.meterName(), figure)
                .description(meter.description())
                .tags(common)
                .register(registry));
    }

    void remove() {
        meters.forEach(registry::remove);
        meters.clear();
    }

    /** A constant of an enum, as a tag: so there are never more values than constants. */
    static Tags tag(String key, Enum<?> constant) {
        return Tags.of(key, constant.name().toLowerCase(Locale.ROOT));
    }
}
