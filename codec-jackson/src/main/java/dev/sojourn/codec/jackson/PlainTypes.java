// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * The JDK's classes that a field may have, besides collections.
 *
 * <p>A list, because Jackson reads more than is good: from a string in the store it would load a {@code Class}, look up an
 * {@code InetAddress}, open the way to a {@code File}.
 */
final class PlainTypes {
    private static final Set<Class<?>> IMMUTABLE = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Character.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            String.class,
            BigInteger.class,
            BigDecimal.class,
            UUID.class,
            Locale.class,
            Currency.class,
            URI.class,
            Instant.class,
            Duration.class,
            Period.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            OffsetTime.class,
            ZonedDateTime.class,
            ZoneId.class,
            ZoneOffset.class,
            Year.class,
            YearMonth.class,
            MonthDay.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class);

    /** Those whose text is read back as the same key. */
    private static final Set<Class<?>> KEYS = Set.of(
            String.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Boolean.class,
            Character.class,
            UUID.class,
            URI.class,
            Currency.class,
            Instant.class,
            Duration.class,
            Period.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            OffsetTime.class,
            ZoneId.class,
            ZoneOffset.class,
            YearMonth.class,
            MonthDay.class);

    private PlainTypes() {}

    /** Whether a field may be of this class, which holds nothing that need be looked at. */
    static boolean includes(Class<?> type) {
        return isImmutable(type) || type == Date.class;
    }

    /** Whether a value of a field of this class can never change. */
    static boolean isImmutable(Class<?> type) {
        return type.isPrimitive() || type.isEnum() || IMMUTABLE.contains(type);
    }

    /** Whether the keys of a map may be of this class. */
    static boolean isKey(Class<?> type) {
        return type.isEnum() || KEYS.contains(type);
    }

    /** Whether it comes with Java. */
    static boolean isOfTheJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }
}
