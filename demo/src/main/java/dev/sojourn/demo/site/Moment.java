// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Moments as people read them; to the second they are in the title. All in UTC: the server does not know where a reader is. */
final class Moment {
    private static final DateTimeFormatter MINUTE = formatter("d MMM uuuu, HH:mm 'UTC'");
    private static final DateTimeFormatter SECOND = formatter("d MMM uuuu, HH:mm:ss 'UTC'");

    private Moment() {}

    /** {@code 25 Nov 2026, 21:58 UTC}. */
    static String at(Instant moment) {
        return element(moment, MINUTE.format(moment));
    }

    /** {@code 3 minutes ago}. */
    static String ago(Instant moment, Instant now) {
        Duration age = Duration.between(moment, now);
        if (age.toMinutes() < 1) {
            return element(moment, "just now");
        }
        if (age.toHours() < 1) {
            return element(moment, count(age.toMinutes(), "minute"));
        }
        return element(moment, age.toDays() < 1 ? count(age.toHours(), "hour") : count(age.toDays(), "day"));
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s") + " ago";
    }

    private static String element(Instant moment, String text) {
        return "<time datetime=\"" + moment.truncatedTo(ChronoUnit.SECONDS) + "\" title=\"" + SECOND.format(moment)
                + "\">" + text + "</time>";
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
}
