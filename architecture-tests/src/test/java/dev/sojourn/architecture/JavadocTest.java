// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** Everything that users can see has at least a sentence that says what it is for. */
class JavadocTest {

    private final List<String> missing = new ArrayList<>();

    @Test
    void everything_public_in_published_modules_has_a_sentence() throws IOException {
        for (HouseModule module : HouseModule.allPublished()) {
            Set<String> exported = module.exportedPackages();
            List<Path> files = Project.javaFiles(module.sources());
            if (files.isEmpty()) {
                continue;
            }
            JavacTask task = JavaSources.task(files);
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                if (unit.getPackageName() != null
                        && exported.contains(unit.getPackageName().toString())) {
                    for (Tree type : unit.getTypeDecls()) {
                        check(trees, new TreePath(new TreePath(unit), type), false, "");
                    }
                }
            }
        }
        assertEquals("", String.join("\n", missing));
    }

    private void check(DocTrees trees, TreePath path, boolean inInterface, String owner) {
        Tree tree = path.getLeaf();
        Optional<ModifiersTree> found = modifiers(tree).filter(modifiers -> isVisible(modifiers, inInterface));
        if (found.isEmpty()) {
            return;
        }
        ModifiersTree modifiers = found.get();
        String name = owner + name(tree);
        if (!explainsItself(tree, modifiers) && trees.getDocComment(path) == null) {
            missing.add(Project.relative(
                            Path.of(path.getCompilationUnit().getSourceFile().toUri()))
                    + ": " + name);
        }
        if (tree instanceof ClassTree type) {
            for (Tree member : type.getMembers()) {
                if (!isRecordPart(type, member)) {
                    check(trees, new TreePath(path, member), type.getKind() == Tree.Kind.INTERFACE, name + ".");
                }
            }
        }
    }

    private static Optional<ModifiersTree> modifiers(Tree tree) {
        if (tree instanceof ClassTree type) {
            return Optional.of(type.getModifiers());
        }
        if (tree instanceof MethodTree method) {
            return Optional.of(method.getModifiers());
        }
        return tree instanceof VariableTree variable ? Optional.of(variable.getModifiers()) : Optional.empty();
    }

    private static String name(Tree tree) {
        if (tree instanceof ClassTree type) {
            return type.getSimpleName().toString();
        }
        if (tree instanceof MethodTree method) {
            return method.getName() + "()";
        }
        return tree instanceof VariableTree variable ? variable.getName().toString() : "?";
    }

    private static boolean isVisible(ModifiersTree modifiers, boolean inInterface) {
        Set<Modifier> flags = modifiers.getFlags();
        return flags.contains(Modifier.PUBLIC)
                || flags.contains(Modifier.PROTECTED)
                || (inInterface && !flags.contains(Modifier.PRIVATE));
    }

    /** An overriding method has its contract above; a test method's name is a sentence. */
    private static boolean explainsItself(Tree tree, ModifiersTree modifiers) {
        return tree instanceof MethodTree
                && modifiers.getAnnotations().stream()
                        .map(annotation -> annotation.getAnnotationType().toString())
                        .anyMatch(annotation -> annotation.equals("Override") || annotation.endsWith("Test"));
    }

    /** Components and the compact constructor are explained by the record's own comment. */
    private static boolean isRecordPart(ClassTree type, Tree member) {
        if (type.getKind() != Tree.Kind.RECORD) {
            return false;
        }
        if (member instanceof VariableTree field) {
            return !field.getModifiers().getFlags().contains(Modifier.STATIC);
        }
        return member instanceof MethodTree method && method.getName().contentEquals("<init>");
    }
}
