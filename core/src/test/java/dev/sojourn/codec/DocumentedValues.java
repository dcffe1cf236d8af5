// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static java.util.Arrays.asList;
import static java.util.Collections.singletonList;
import static java.util.Collections.unmodifiableSortedMap;
import static java.util.Collections.unmodifiableSortedSet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
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
import java.util.ArrayList;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The examples of {@code docs/storage/attributes.md}: one value of each tag, by the words in which the page names it. */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // what applications have is what they store
final class DocumentedValues {
    static final Map<String, Object> ALL = new LinkedHashMap<>();

    static {
        add("new ArrayList<>(singletonList(null))", new ArrayList<>(singletonList(null)));
        add("false", false);
        add("true", true);
        add("(byte) -2", (byte) -2);
        add("(short) -2", (short) -2);
        add("'A'", 'A');
        add("300", 300);
        add("-1L", -1L);
        add("1.5f", 1.5f);
        add("1.5", 1.5);
        add("BigInteger.valueOf(256)", BigInteger.valueOf(256));
        add("new BigDecimal(\"12.50\")", new BigDecimal("12.50"));
        add("\"Zürich\"", "Zürich");
        add("\"\\ud800\"", "\ud800");
        add("DayOfWeek.MONDAY", DayOfWeek.MONDAY);
        add(
                "UUID.fromString(\"00112233-4455-6677-8899-aabbccddeeff\")",
                UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
        add("Locale.forLanguageTag(\"de-CH\")", Locale.forLanguageTag("de-CH"));
        add("Currency.getInstance(\"CHF\")", Currency.getInstance("CHF"));
        add("URI.create(\"a:b\")", URI.create("a:b"));
        add("Instant.ofEpochSecond(1, 2)", Instant.ofEpochSecond(1, 2));
        add("Duration.ofSeconds(-1, 5)", Duration.ofSeconds(-1, 5));
        add("Period.of(1, -2, 3)", Period.of(1, -2, 3));
        add("LocalDate.of(1970, 1, 2)", LocalDate.of(1970, 1, 2));
        add("LocalTime.of(0, 1, 0, 5)", LocalTime.of(0, 1, 0, 5));
        add("LocalDateTime.of(1970, 1, 2, 0, 1, 0, 5)", LocalDateTime.of(1970, 1, 2, 0, 1, 0, 5));
        add(
                "OffsetDateTime.parse(\"1970-01-02T00:01:00.000000005+01:00\")",
                OffsetDateTime.parse("1970-01-02T00:01:00.000000005+01:00"));
        add("OffsetTime.parse(\"00:01:00.000000005+01:00\")", OffsetTime.parse("00:01:00.000000005+01:00"));
        add(
                "ZonedDateTime.parse(\"1970-01-02T00:01:00.000000005+01:00[Europe/Paris]\")",
                ZonedDateTime.parse("1970-01-02T00:01:00.000000005+01:00[Europe/Paris]"));
        add("ZoneOffset.ofHours(-1)", ZoneOffset.ofHours(-1));
        add("ZoneId.of(\"UTC\")", ZoneId.of("UTC"));
        add("Year.of(2026)", Year.of(2026));
        add("YearMonth.of(2026, 11)", YearMonth.of(2026, 11));
        add("MonthDay.of(12, 24)", MonthDay.of(12, 24));
        add("new Date(1)", new Date(1));
        add("new boolean[] {true, false, true}", new boolean[] {true, false, true});
        add("new byte[] {1, -1}", new byte[] {1, -1});
        add("new short[] {1, -1}", new short[] {1, -1});
        add("new char[] {'A'}", new char[] {'A'});
        add("new int[] {1, -1}", new int[] {1, -1});
        add("new long[] {1, -1}", new long[] {1, -1});
        add("new float[] {1.5f}", new float[] {1.5f});
        add("new double[] {1.5}", new double[] {1.5});
        add("new Object[] {\"a\", 1}", new Object[] {"a", 1});
        add("new ArrayList<>(asList(\"a\", null))", new ArrayList<>(asList("a", null)));
        add("List.of(\"a\")", List.of("a"));
        add("new LinkedList<>(List.of(\"a\"))", new LinkedList<>(List.of("a")));
        add("new LinkedHashSet<>(List.of(\"b\", \"a\"))", new LinkedHashSet<>(List.of("b", "a")));
        add("Set.of(\"a\")", Set.of("a"));
        add("new TreeSet<>(List.of(\"b\", \"a\"))", new TreeSet<>(List.of("b", "a")));
        add("unmodifiableSortedSet(new TreeSet<>(List.of(\"a\")))", unmodifiableSortedSet(new TreeSet<>(List.of("a"))));
        add("EnumSet.of(DayOfWeek.MONDAY)", EnumSet.of(DayOfWeek.MONDAY));
        add("new LinkedHashMap<>(Map.of(\"a\", 1))", new LinkedHashMap<>(Map.of("a", 1)));
        add("Map.of(\"a\", 1)", Map.of("a", 1));
        add("new TreeMap<>(Map.of(\"a\", 1))", new TreeMap<>(Map.of("a", 1)));
        add(
                "unmodifiableSortedMap(new TreeMap<>(Map.of(\"a\", 1)))",
                unmodifiableSortedMap(new TreeMap<>(Map.of("a", 1))));
        add("new ConcurrentHashMap<>(Map.of(\"a\", 1))", new ConcurrentHashMap<>(Map.of("a", 1)));
        add("List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY)", List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY));
        add("new Object[0]", new Object[0]);
        add("new String[] {\"a\"}", new String[] {"a"});
        add("new DayOfWeek[0]", new DayOfWeek[0]);
        add("new int[][] {{1}}", new int[][] {{1}});
        add("new String[][] {{\"a\"}}", new String[][] {{"a"}});
    }

    private DocumentedValues() {}

    private static void add(String name, Object value) {
        ALL.put(name, value);
    }
}
