// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The compiled classes of all modules, read once. */
final class CompiledClasses {

    private static final Map<String, HouseModule> MODULES = modulesByClass();
    private static final List<JavaClass> CLASSES = read();

    private CompiledClasses() {}

    static List<JavaClass> of(HouseModule module) {
        return CLASSES.stream()
                .filter(type -> moduleOf(type).filter(module::equals).isPresent())
                .toList();
    }

    static List<JavaClass> ofPublishedModules() {
        return HouseModule.allPublished().stream()
                .flatMap(module -> of(module).stream())
                .toList();
    }

    /** The module of a class of ours; empty for a foreign class. Array types count as what they hold. */
    static Optional<HouseModule> moduleOf(JavaClass type) {
        return Optional.ofNullable(MODULES.get(type.getBaseComponentType().getName()));
    }

    /** The classes that a class knows, whatever the way. */
    static Stream<Dependency> dependencies(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream();
    }

    /** What a class calls, reads, writes or refers to, as {@code owner.member}. */
    static Stream<JavaAccess<?>> accesses(JavaClass type) {
        return Stream.concat(type.getAccessesFromSelf().stream(), type.getCodeUnitReferencesFromSelf().stream())
                .distinct();
    }

    private static Map<String, HouseModule> modulesByClass() {
        Map<String, HouseModule> modules = new HashMap<>();
        for (HouseModule module : HouseModule.ALL) {
            module.classNames().forEach(name -> modules.put(name, module));
        }
        return Map.copyOf(modules);
    }

    private static List<JavaClass> read() {
        List<Path> directories = HouseModule.ALL.stream()
                .map(HouseModule::classes)
                .filter(Files::isDirectory)
                .toList();
        return new ClassFileImporter()
                .importPaths(directories).stream()
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .toList();
    }
}
