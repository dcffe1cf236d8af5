// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Arrows point to the core, and packages of a module have no cycle. */
class DependencyDirectionTest {

    @Test
    void every_published_module_has_classes_to_check() {
        assertAll(HouseModule.allPublished().stream()
                .map(module -> () -> assertFalse(module.classNames().isEmpty(), module + " has no classes")));
    }

    @Test
    void modules_know_only_whom_they_may_know() {
        Set<String> broken = new TreeSet<>();
        for (HouseModule module : HouseModule.ALL) {
            CompiledClasses.of(module).stream()
                    .flatMap(CompiledClasses::dependencies)
                    .forEach(dependency -> CompiledClasses.moduleOf(dependency.getTargetClass())
                            .filter(target ->
                                    !target.equals(module) && !module.mayKnow().contains(target.directory()))
                            .ifPresent(target ->
                                    broken.add(module + " knows " + target + ": " + dependency.getDescription())));
        }
        assertNone(broken);
    }

    @Test
    void descriptors_require_only_whom_they_may_know() {
        Map<String, String> directories =
                HouseModule.ALL.stream().collect(Collectors.toMap(HouseModule::name, HouseModule::directory));
        Set<String> broken = new TreeSet<>();
        for (HouseModule module : HouseModule.allPublished()) {
            module.descriptor().map(ModuleDescriptor::requires).orElseGet(Set::of).stream()
                    .map(ModuleDescriptor.Requires::name)
                    .filter(required -> !required.equals("java.base"))
                    .filter(required -> !module.mayRequire().contains(required))
                    .filter(required -> !module.mayKnow().contains(directories.getOrDefault(required, "?")))
                    .forEach(required -> broken.add(module + " requires " + required));
        }
        assertNone(broken);
    }

    @Test
    void every_published_module_has_a_descriptor_named_like_its_root_package() {
        assertAll(HouseModule.allPublished().stream()
                .map(module -> () -> assertEquals(
                        module.name(),
                        module.descriptor().map(ModuleDescriptor::name).orElse("no module-info.java in " + module))));
    }

    @Test
    void classes_stay_below_the_root_package_of_their_module() {
        Set<String> broken = new TreeSet<>();
        for (HouseModule module : HouseModule.ALL) {
            module.classNames().stream()
                    .filter(name -> !name.startsWith(module.name() + "."))
                    .forEach(name -> broken.add(module + " has " + name));
        }
        assertNone(broken);
    }

    @Test
    void the_core_uses_only_java_base() {
        Set<String> basePackages = ModuleFinder.ofSystem().find("java.base").stream()
                .flatMap(base -> base.descriptor().exports().stream())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        Set<String> broken = new TreeSet<>();
        for (JavaClass type : CompiledClasses.of(HouseModule.ALL.get(0))) {
            CompiledClasses.dependencies(type)
                    .filter(dependency -> !isOurs(dependency.getTargetClass()))
                    .filter(dependency -> !basePackages.contains(packageOf(dependency.getTargetClass())))
                    .filter(dependency ->
                            !packageOf(dependency.getTargetClass()).equals("org.jspecify.annotations"))
                    .forEach(dependency -> broken.add(dependency.getDescription()));
        }
        assertNone(broken);
    }

    @Test
    void packages_of_a_module_have_no_cycle() {
        assertAll(HouseModule.ALL.stream()
                .map(module -> () -> assertEquals(
                        List.of(), PackageCycles.in(CompiledClasses.of(module)), "packages that know each other")));
    }

    private static boolean isOurs(JavaClass type) {
        return CompiledClasses.moduleOf(type).isPresent()
                || type.getBaseComponentType().isPrimitive();
    }

    private static String packageOf(JavaClass type) {
        return type.getBaseComponentType().getPackageName();
    }

    private static void assertNone(Set<String> broken) {
        assertTrue(broken.isEmpty(), () -> String.join("\n", broken));
    }

    /** Finds packages that reach themselves. */
    private static final class PackageCycles {

        static List<String> in(List<JavaClass> classes) {
            Set<String> names = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
            Map<String, Set<String>> known = new TreeMap<>();
            for (JavaClass type : classes) {
                CompiledClasses.dependencies(type)
                        .map(dependency -> packageOf(dependency.getTargetClass()))
                        .filter(names::contains)
                        .filter(target -> !target.equals(type.getPackageName()))
                        .forEach(target -> known.computeIfAbsent(type.getPackageName(), key -> new TreeSet<>())
                                .add(target));
            }
            return known.entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream()
                            .filter(target -> reaches(known, target, entry.getKey(), new TreeSet<>()))
                            .map(target -> entry.getKey() + " -> " + target))
                    .toList();
        }

        private static boolean reaches(Map<String, Set<String>> known, String from, String goal, Set<String> seen) {
            return from.equals(goal)
                    || (seen.add(from)
                            && known.getOrDefault(from, Set.of()).stream()
                                    .anyMatch(next -> reaches(known, next, goal, seen)));
        }
    }
}
