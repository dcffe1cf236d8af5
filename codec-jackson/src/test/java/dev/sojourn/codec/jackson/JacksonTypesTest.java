// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.Version;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.annotation.JsonTypeIdResolver;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.jsontype.impl.ClassNameIdResolver;

/** What cannot be stored, or not safely, is refused when the codec is built, by name and with what to do; W32, ASVS 1.5.2. */
@SuppressWarnings({"unused", "ClassCanBeStatic"}) // classes to look at
class JacksonTypesTest {
    record Anything(Object value) {}

    record Serial(Serializable value) {}

    @SuppressWarnings("rawtypes") // what is looked at
    record Raw(List values) {}

    record Wild(List<?> values) {}

    record Number1(Number value) {}

    record ByClass(Class<?> value) {}

    record ByClassKey(Map<Class<?>, String> value) {}

    record Host(InetAddress value) {}

    record Failure(Throwable value) {}

    record Work(Thread value) {}

    record RecordKey(Map<Anything, String> value) {}

    record DeepInside(Optional<List<Map<String, Object[]>>> value) {}

    interface Open {}

    record OfOpen(Open value) {}

    abstract static class OpenClass {}

    record OfOpenClass(List<OpenClass> value) {}

    static class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        String owner = "";
    }

    record OfNames(Names value) {}

    static final class Final {
        private final List<String> values = new ArrayList<>();
    }

    static final class Unmakeable {
        private int value;

        private Unmakeable(int one, int two) {
            value = one + two;
        }
    }

    class Inner {
        private int value;
    }

    static final class Any {
        @JsonAnySetter
        private Map<String, Object> rest = new HashMap<>();
    }

    static class Computed {
        @JsonProperty
        int twice() {
            return 2;
        }
    }

    static class Animal {
        private int legs;
    }

    static final class Bird extends Animal {
        private int wings;
    }

    record Zoo(List<Animal> animals, Bird bird) {}

    record Box<T>(T value) {}

    record Strings(Box<String> value) {}

    record Boxes(Box<Object> value) {}

    sealed interface Shape permits Circle, Figure {}

    record Circle(int radius) implements Shape {}

    static non-sealed class Figure implements Shape {}

    sealed interface Twin {}

    static final class One {
        record Same() implements Twin {}
    }

    static final class Two {
        record Same() implements Twin {}
    }

    sealed interface Left permits Both {}

    sealed interface Right permits Both {}

    record Both() implements Left, Right {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByName {}

    record OfClassName(ByName value) {}

    record OfMinimalClassName(
            @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
            Object value) {}

    record ListOfClassNames(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) List<Object> value) {}

    record MapOfClassNames(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Map<String, Circle> value) {}

    record ResolvedByClassName(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM) @JsonTypeIdResolver(ClassNameIdResolver.class)
            Object value) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(value = Tea.class, name = "tea"), @JsonSubTypes.Type(Coffee.class)})
    interface Drink {}

    record Tea(int minutes) implements Drink {}

    record Coffee(boolean milk) implements Drink {}

    record Juice(int oranges) implements Drink {}

    record Glass(
            Drink drink,

            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME) @JsonSubTypes(@JsonSubTypes.Type(value = Tea.class, name = "t"))
            Object spare) {}

    @Test
    void what_does_not_say_what_it_holds_is_refused() {
        for (Class<?> type : List.of(
                Anything.class,
                Serial.class,
                Raw.class,
                Wild.class,
                Number1.class,
                DeepInside.class,
                Boxes.class,
                OfOpen.class,
                OfOpenClass.class)) {
            assertRefused(type, "declare|sealed");
        }
        assertEquals(
                "dev.sojourn.codec.jackson.JacksonTypesTest$DeepInside.value[][][][] is a java.lang.Object, which says too"
                        + " little of what may be in it, or lets stored data reach too far: declare a class of your own, or a"
                        + " simple one of the JDK",
                assertThrows(IllegalArgumentException.class, () -> build(DeepInside.class))
                        .getMessage());
    }

    @Test
    void W38_what_lets_stored_data_load_or_look_up_is_refused() {
        for (Class<?> type :
                List.of(ByClass.class, ByClassKey.class, Host.class, Failure.class, Work.class, RecordKey.class)) {
            assertRefused(type, "declare|[Kk]ey");
        }
    }

    @Test
    void W32_annotations_by_which_stored_data_names_classes_are_refused() {
        for (Class<?> type : List.of(
                OfClassName.class,
                OfMinimalClassName.class,
                ListOfClassNames.class,
                MapOfClassNames.class,
                ResolvedByClassName.class)) {
            assertRefused(type, "use Id.NAME|use @JsonTypeInfo");
        }
    }

    @Test
    void W32_a_module_that_switches_on_default_typing_is_refused() {
        JacksonCodec.Builder builder =
                JacksonCodec.builder().type("circle", Circle.class).module(new DefaultTypingModule());
        String message =
                assertThrows(IllegalArgumentException.class, builder::build).getMessage();
        assertTrue(String.valueOf(message).contains("default typing"), message);
    }

    @Test
    void what_would_be_lost_is_refused() {
        assertRefused(OfNames.class, "collection with fields of its own");
        assertRefused(Names.class, "collection with fields of its own");
        assertRefused(Final.class, "Final.values is written and cannot be read back");
        assertRefused(Computed.class, "Computed.twice is written and cannot be read back");
        assertRefused(Zoo.class, "Bird could stand where .*Animal is declared");
        assertRefused(Any.class, "@JsonAnySetter");
    }

    @Test
    void what_cannot_be_made_again_is_refused() {
        assertRefused(Unmakeable.class, "cannot be made again");
        assertRefused(Inner.class, "cannot be made again");
    }

    @Test
    void sealed_hierarchies_that_are_open_or_ambiguous_are_refused() {
        assertRefused(Shape.class, "Figure is non-sealed");
        assertRefused(Twin.class, "are called \"Same\"");
        assertRefused(
                "Both belongs to several registered types",
                JacksonCodec.builder().type("left", Left.class).type("right", Right.class));
        JacksonCodec.builder()
                .type("left", Left.class)
                .type("right", Right.class)
                .type("both", Both.class)
                .build();
    }

    @Test
    void what_needs_no_registration_or_cannot_have_one_is_refused() {
        for (Class<?> type : List.of(String.class, Shop.Money.class, int.class, int[].class)) {
            assertRefused(type, "needs no registration");
        }
        assertRefused(Box.class, "generic");
        assertRefused(Open.class, "open");
        assertRefused(new Object() {}.getClass(), "no name of its own");
        assertEquals(new Strings(new Box<>("x")), comesBack(Strings.class, new Strings(new Box<>("x"))));
    }

    @Test
    void names_are_checked_and_all_problems_are_named_at_once() {
        assertRefused("a type is required", JacksonCodec.builder());
        JacksonCodec.Builder builder = JacksonCodec.builder()
                .type("", Circle.class)
                .type("list:x", Tea.class)
                .type("x", Coffee.class, "x")
                .type("y", Coffee.class);
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
        for (String problem :
                List.of("was \"\"", "was \"list:x\"", "\"x\" is given twice", "Coffee is registered twice")) {
            assertTrue(message.contains(problem), message);
        }
        message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> JacksonCodec.builder()
                        .type("a", Anything.class)
                        .type("b", Final.class)
                        .build())
                .getMessage());
        assertTrue(message.contains("Anything.value") && message.contains("Final.values"), message);
    }

    @Test
    void an_open_hierarchy_may_list_its_classes_with_names() {
        Glass glass = new Glass(new Tea(3), new Tea(4));
        assertEquals(glass, comesBack(Glass.class, glass));
        assertEquals(
                new Glass(new Coffee(true), new Tea(1)),
                comesBack(Glass.class, new Glass(new Coffee(true), new Tea(1))));
        JacksonCodec codec = build(Glass.class);
        assertThrows(IllegalArgumentException.class, () -> codec.encode(new Glass(new Juice(3), new Tea(1))));
        assertThrows(IllegalArgumentException.class, () -> codec.encode(new Glass(new Tea(3), new Coffee(true))));
    }

    static class Plain {
        private int one;
    }

    static final class Special extends Plain {
        private int two;
    }

    record Holder(List<Plain> values) {}

    @Test
    void an_object_of_an_undeclared_class_is_refused_where_it_is_written() {
        JacksonCodec codec = build(Holder.class);
        codec.encode(new Holder(List.of(new Plain())));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> codec.encode(new Holder(List.of(new Plain(), new Special()))));
        assertTrue(String.valueOf(refused.getMessage()).contains("$Special, which no registered type declares"));
    }

    @Test
    void a_package_that_is_not_open_to_jackson_is_named_with_its_module(@TempDir Path closed, @TempDir Path open)
            throws Exception {
        String source = "package shop; record Cart(int items) {}";
        ClassLoader hidden = GeneratedClasses.compileModule(closed, "closed", "module closed {}", source);
        assertRefused(hidden.loadClass("shop.Cart"), "say \"opens shop to tools.jackson.databind;\" in module closed");
        ClassLoader shown = GeneratedClasses.compileModule(open, "open", "module open { opens shop; }", source);
        Object cart = GeneratedClasses.make(shown.loadClass("shop.Cart"), 3);
        assertEquals(cart, comesBack(cart.getClass(), cart));
    }

    private static Object comesBack(Class<?> type, Object value) {
        JacksonCodec codec = build(type);
        return codec.decode(codec.encode(value));
    }

    private static JacksonCodec build(Class<?> type) {
        return JacksonCodec.builder().type("it", type).build();
    }

    private static void assertRefused(Class<?> type, String problem) {
        assertRefused(problem, JacksonCodec.builder().type("it", type));
    }

    private static void assertRefused(String problem, JacksonCodec.Builder builder) {
        String message =
                assertThrows(IllegalArgumentException.class, builder::build).getMessage();
        assertTrue(String.valueOf(message).matches("(?s).*(" + problem + ").*"), message);
    }

    /** What an application should not do, and a module can. */
    private static final class DefaultTypingModule extends JacksonModule {
        @Override
        public String getModuleName() {
            return "default typing";
        }

        @Override
        public Version version() {
            return Version.unknownVersion();
        }

        @Override
        public void setupModule(SetupContext context) {
            MapperBuilder<?, ?> builder = (MapperBuilder<?, ?>) context.getOwner();
            builder.activateDefaultTyping(new NoClassNames(), DefaultTyping.NON_FINAL, JsonTypeInfo.As.PROPERTY);
        }
    }
}
