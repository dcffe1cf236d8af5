// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How a block of a document becomes a source file. */
class ExampleTest {

    @Test
    void a_block_with_a_type_is_a_whole_file_and_runs_if_it_has_a_main_method() {
        Example example =
                Example.of(block("", "public class Hello {\n    public static void main(String[] args) {}\n}"));
        assertEquals("Hello", example.className());
        assertEquals(Example.Kind.PROGRAM, example.kind());
    }

    @Test
    void a_comment_says_that_a_program_does_not_end_by_itself() {
        Example example = Example.of(block("server", "class Shop {\n    public static void main(String[] args) {}\n}"));
        assertEquals(Example.Kind.SERVER, example.kind());
    }

    @Test
    void a_fragment_gets_a_method_around_it_with_the_variables_that_are_given() {
        Example example = Example.of(block("given String name", "import java.net.URI;\nURI.create(name);"));
        assertTrue(example.source().contains("void run(String name) throws Exception {\nURI.create(name);\n}"));
        assertTrue(example.source().indexOf("import java.net.URI;")
                < example.source().indexOf("class Fragment"));
    }

    @Test
    void members_get_a_class_around_them() {
        Example example = Example.of(block("members", "int twice(int number) {\n    return number * 2;\n}"));
        assertTrue(example.source().contains("class Fragment {\nint twice(int number) {"));
    }

    private static Markdown.Block block(String hint, String text) {
        return new Markdown.Block(1, "java", hint, text);
    }
}
