// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names say what a thing is; some say nothing. */
class NamesTest {

    private static final Set<String> EMPTY_PACKAGE_NAMES =
            Set.of("impl", "internal", "util", "utils", "helper", "helpers", "common", "misc");
    private static final Pattern EMPTY_CLASS_NAME =
            Pattern.compile(".*(Util|Utils|Helper|Helpers|Impl|Common)|Data|Info|Handler|Manager|Base|Abstract");
    /** A manager is what the whole system is; nothing else is one. */
    private static final Pattern OTHER_MANAGER = Pattern.compile("(?!.*SessionManager$).*Manager");

    @Test
    void no_package_has_a_name_that_says_nothing() {
        assertEquals(
                List.of(),
                classes()
                        .map(JavaClass::getPackageName)
                        .distinct()
                        .filter(name -> Stream.of(name.split("\\.")).anyMatch(EMPTY_PACKAGE_NAMES::contains))
                        .toList());
    }

    @Test
    void no_class_has_a_name_that_says_nothing() {
        assertEquals(
                List.of(),
                classes()
                        .filter(type -> !type.isAnonymousClass())
                        .filter(type -> EMPTY_CLASS_NAME
                                        .matcher(type.getSimpleName())
                                        .matches()
                                || OTHER_MANAGER.matcher(type.getSimpleName()).matches())
                        .map(JavaClass::getName)
                        .toList());
    }

    @Test
    void a_class_named_default_is_hidden() {
        assertEquals(
                List.of(),
                classes()
                        .filter(type -> type.getSimpleName().startsWith("Default"))
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getName)
                        .toList());
    }

    private static Stream<JavaClass> classes() {
        return HouseModule.ALL.stream().flatMap(module -> CompiledClasses.of(module).stream());
    }
}
