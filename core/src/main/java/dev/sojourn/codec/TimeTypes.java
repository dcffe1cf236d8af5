// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

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
import java.time.temporal.ChronoField;
import java.util.List;

/** The value classes of {@code java.time}, whose factories refuse what is out of range. */
final class TimeTypes {
    private static final int HIGHEST_NANO = 999_999_999;

    static final ValueType<ZoneId> ZONE_REGION =
            new ValueType<>(ValueTag.ZONE_REGION, ZoneId.class, TimeTypes::writeZone, TimeTypes::readRegion);

    static final List<ValueType<?>> ALL = List.of(
            new ValueType<>(
                    ValueTag.INSTANT,
                    Instant.class,
                    (sink, value) -> writeSeconds(sink, value.getEpochSecond(), value.getNano()),
                    source -> Instant.ofEpochSecond(source.readZigzag(), source.readVarint(HIGHEST_NANO))),
            new ValueType<>(
                    ValueTag.DURATION,
                    Duration.class,
                    (sink, value) -> writeSeconds(sink, value.getSeconds(), value.getNano()),
                    source -> Duration.ofSeconds(source.readZigzag(), source.readVarint(HIGHEST_NANO))),
            new ValueType<>(
                    ValueTag.PERIOD,
                    Period.class,
                    TimeTypes::writePeriod,
                    source -> Period.of(source.readZigzagInt(), source.readZigzagInt(), source.readZigzagInt())),
            new ValueType<>(ValueTag.LOCAL_DATE, LocalDate.class, TimeTypes::writeDate, TimeTypes::readDate),
            new ValueType<>(ValueTag.LOCAL_TIME, LocalTime.class, TimeTypes::writeTime, TimeTypes::readTime),
            new ValueType<>(
                    ValueTag.LOCAL_DATE_TIME, LocalDateTime.class, TimeTypes::writeDateTime, TimeTypes::readDateTime),
            new ValueType<>(
                    ValueTag.OFFSET_DATE_TIME,
                    OffsetDateTime.class,
                    (sink, value) -> {
                        writeDateTime(sink, value.toLocalDateTime());
                        writeOffset(sink, value.getOffset());
                    },
                    source -> OffsetDateTime.of(readDateTime(source), readOffset(source))),
            new ValueType<>(
                    ValueTag.OFFSET_TIME,
                    OffsetTime.class,
                    (sink, value) -> {
                        writeTime(sink, value.toLocalTime());
                        writeOffset(sink, value.getOffset());
                    },
                    source -> OffsetTime.of(readTime(source), readOffset(source))),
            new ValueType<>(
                    ValueTag.ZONED_DATE_TIME,
                    ZonedDateTime.class,
                    (sink, value) -> {
                        writeDateTime(sink, value.toLocalDateTime());
                        writeOffset(sink, value.getOffset());
                        writeZone(sink, value.getZone());
                    },
                    // Should the rules of the zone have changed since, the moment is kept and not the wall clock.
                    source -> ZonedDateTime.ofInstant(readDateTime(source), readOffset(source), readZone(source))),
            new ValueType<>(ValueTag.ZONE_OFFSET, ZoneOffset.class, TimeTypes::writeOffset, TimeTypes::readOffset),
            ZONE_REGION,
            new ValueType<>(
                    ValueTag.YEAR,
                    Year.class,
                    (sink, value) -> sink.writeZigzag(value.getValue()),
                    source -> Year.of(source.readZigzagInt())),
            new ValueType<>(
                    ValueTag.YEAR_MONTH,
                    YearMonth.class,
                    (sink, value) -> {
                        sink.writeZigzag(value.getYear());
                        sink.writeByte(value.getMonthValue());
                    },
                    source -> YearMonth.of(source.readZigzagInt(), source.readByte())),
            new ValueType<>(
                    ValueTag.MONTH_DAY,
                    MonthDay.class,
                    (sink, value) -> {
                        sink.writeByte(value.getMonthValue());
                        sink.writeByte(value.getDayOfMonth());
                    },
                    source -> MonthDay.of(source.readByte(), source.readByte())));

    private TimeTypes() {}

    private static void writeSeconds(ByteSink sink, long seconds, int nanos) {
        sink.writeZigzag(seconds);
        sink.writeVarint(nanos);
    }

    private static void writePeriod(ByteSink sink, Period value) {
        sink.writeZigzag(value.getYears());
        sink.writeZigzag(value.getMonths());
        sink.writeZigzag(value.getDays());
    }

    private static void writeDate(ByteSink sink, LocalDate value) {
        sink.writeZigzag(value.toEpochDay());
    }

    private static LocalDate readDate(ByteSource source) {
        return LocalDate.ofEpochDay(source.readZigzag());
    }

    private static void writeTime(ByteSink sink, LocalTime value) {
        sink.writeVarint(value.toSecondOfDay());
        sink.writeVarint(value.get(ChronoField.NANO_OF_SECOND));
    }

    private static LocalTime readTime(ByteSource source) {
        LocalTime whole = LocalTime.ofSecondOfDay(source.readVarint());
        return whole.withNano(source.readVarint(HIGHEST_NANO));
    }

    private static void writeDateTime(ByteSink sink, LocalDateTime value) {
        writeDate(sink, value.toLocalDate());
        writeTime(sink, value.toLocalTime());
    }

    private static LocalDateTime readDateTime(ByteSource source) {
        return LocalDateTime.of(readDate(source), readTime(source));
    }

    private static void writeOffset(ByteSink sink, ZoneOffset value) {
        sink.writeZigzag(value.getTotalSeconds());
    }

    private static ZoneOffset readOffset(ByteSource source) {
        return ZoneOffset.ofTotalSeconds(source.readZigzagInt());
    }

    private static void writeZone(ByteSink sink, ZoneId value) {
        sink.writeText(value.getId());
    }

    private static ZoneId readZone(ByteSource source) {
        String id = source.readText();
        ZoneId zone = ZoneId.of(id);
        if (!zone.getId().equals(id)) {
            throw source.unreadable("a time zone under another name");
        }
        return zone;
    }

    private static ZoneId readRegion(ByteSource source) {
        ZoneId zone = readZone(source);
        if (zone instanceof ZoneOffset) {
            throw source.unreadable("an offset where a zone should be");
        }
        return zone;
    }
}
