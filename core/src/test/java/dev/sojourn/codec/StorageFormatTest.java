// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Known answers: the bytes in {@code docs/storage/attributes.md} are the bytes, and cannot change by accident. */
class StorageFormatTest {
    private static final Pattern ROW = Pattern.compile("\\| `([0-9a-f]{2})` \\|.*\\| `([^|]+)` \\| `([0-9a-f ]+)` \\|");

    private final SimpleValueCodec codec = new SimpleValueCodec(AttributeLimits.DEFAULT);

    @Test
    void every_documented_value_is_written_as_the_documented_bytes() throws IOException {
        for (Row row : rows()) {
            assertEquals(row.bytes, Values.hex(codec.encode(row.value())), row.example);
        }
    }

    @Test
    void every_documented_value_is_read_from_the_documented_bytes() throws IOException {
        for (Row row : rows()) {
            Object decoded = codec.decode(Values.bytes(row.bytes));
            Object written = row.value();
            boolean collection = written instanceof Collection<?> || written instanceof Map<?, ?>;
            boolean same = collection ? Values.sameContent(written, decoded) : Values.same(written, decoded);
            assertTrue(same, row.example + " came back as " + decoded.getClass());
        }
    }

    @Test
    void the_page_and_the_test_know_the_same_values() throws IOException {
        Set<String> documented = rows().stream().map(Row::example).collect(Collectors.toCollection(LinkedHashSet::new));
        assertEquals(documented, DocumentedValues.ALL.keySet());
    }

    @Test
    void every_tag_is_documented_once_under_the_number_that_the_code_has() throws Exception {
        Set<String> inCode = new TreeSet<>();
        for (Field field : ValueTag.class.getDeclaredFields()) {
            if (!field.isSynthetic()) {
                assertTrue(inCode.add("%02x".formatted(field.getInt(null))), field.getName() + " has a number twice");
            }
        }
        assertEquals(inCode, rows().stream().map(Row::tag).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void the_worked_example_is_what_the_codec_writes() throws IOException {
        String block = page().split("```text\n", -1)[1].split("```", -1)[0];
        String hex =
                block.lines().map(line -> line.split(" {2,}", 2)[0].strip()).collect(Collectors.joining(" "));
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("user", "ann");
        value.put("visits", 3);

        assertEquals(hex, Values.hex(codec.encode(value)));
        assertEquals(value, codec.decode(Values.bytes(hex)));
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : page().lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(new Row(row.group(1), row.group(2), row.group(3)));
            }
        }
        return rows;
    }

    private static String page() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/storage/attributes.md"))) {
            root = root.getParent();
            assertNotNull(root, "docs/storage/attributes.md is not above the working directory");
        }
        return Files.readString(root.resolve("docs/storage/attributes.md"));
    }

    private record Row(String tag, String example, String bytes) {
        Object value() {
            Object value = DocumentedValues.ALL.get(example);
            assertNotNull(value, "no value for " + example);
            return value;
        }
    }
}
