// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.api;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes types and members like their source, with generics, without the packages that every reader knows. */
final class Signatures {

    private static final Set<String> KNOWN_PACKAGES =
            Set.of("java.lang", "java.util", "java.util.function", "java.util.stream", "java.time");

    private final Class<?> owner;

    Signatures(Class<?> owner) {
        this.owner = owner;
    }

    String type() {
        StringBuilder line = new StringBuilder(annotations(owner)).append(typeModifiers());
        line.append(simpleName(owner)).append(parameters(owner.getTypeParameters()));
        if (owner.isRecord()) {
            line.append(Stream.of(owner.getRecordComponents())
                    .map(this::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        Type parent = owner.getGenericSuperclass();
        if (parent != null && parent != Object.class && !owner.isEnum() && !owner.isRecord()) {
            line.append(" extends ").append(name(parent));
        }
        if (owner.getGenericInterfaces().length > 0 && !owner.isAnnotation()) {
            line.append(owner.isInterface() ? " extends " : " implements ")
                    .append(Stream.of(owner.getGenericInterfaces())
                            .map(this::name)
                            .collect(Collectors.joining(", ")));
        }
        if (owner.isSealed()) {
            line.append(Stream.of(owner.getPermittedSubclasses())
                    .map(this::name)
                    .sorted()
                    .collect(Collectors.joining(", ", " permits ", "")));
        }
        return line.toString();
    }

    String field(Field field) {
        if (field.isEnumConstant()) {
            return annotations(field) + "constant " + field.getName();
        }
        // A field's final is a promise of its own, also in a final class.
        return annotations(field)
                + modifiers(field.getModifiers() & ~Modifier.FINAL)
                + (Modifier.isFinal(field.getModifiers()) ? "final " : "")
                + name(field.getGenericType()) + " "
                + field.getName();
    }

    String constructor(Constructor<?> constructor) {
        return annotations(constructor)
                + modifiers(constructor.getModifiers())
                + typeParameters(constructor)
                + owner.getSimpleName()
                + arguments(constructor);
    }

    String method(Method method) {
        return annotations(method)
                + modifiers(method.getModifiers())
                + (method.isDefault() ? "default " : "")
                + typeParameters(method)
                + name(method.getGenericReturnType())
                + " "
                + method.getName()
                + arguments(method);
    }

    private String typeModifiers() {
        int flags = owner.getModifiers();
        StringBuilder words = new StringBuilder(Modifier.isPublic(flags) ? "public " : "protected ");
        boolean isClass = !owner.isInterface() && !owner.isEnum() && !owner.isRecord();
        if (isClass && owner.isMemberClass() && Modifier.isStatic(flags)) {
            words.append("static ");
        }
        if (isClass && Modifier.isAbstract(flags)) {
            words.append("abstract ");
        }
        if (isClass && Modifier.isFinal(flags)) {
            words.append("final ");
        }
        if (owner.isSealed()) {
            words.append("sealed ");
        }
        String kind = owner.isAnnotation() ? "@interface " : "interface ";
        if (!owner.isInterface()) {
            kind = owner.isRecord() ? "record " : owner.isEnum() ? "enum " : "class ";
        }
        return words.append(kind).toString();
    }

    /** Not synchronized, native and the like: they are no promise. Not final in a final class: it says nothing. */
    private String modifiers(int flags) {
        StringBuilder words = new StringBuilder(Modifier.isPublic(flags) ? "public " : "protected ");
        if (Modifier.isStatic(flags)) {
            words.append("static ");
        }
        if (Modifier.isAbstract(flags)) {
            words.append("abstract ");
        }
        if (Modifier.isFinal(flags) && !Modifier.isFinal(owner.getModifiers())) {
            words.append("final ");
        }
        return words.toString();
    }

    private String component(RecordComponent component) {
        return name(component.getGenericType()) + " " + component.getName();
    }

    private String typeParameters(Executable executable) {
        String parameters = parameters(executable.getTypeParameters());
        return parameters.isEmpty() ? "" : parameters + " ";
    }

    private String parameters(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Stream.of(variables).map(this::parameter).collect(Collectors.joining(", ", "<", ">"));
    }

    private String parameter(TypeVariable<?> variable) {
        String bounds = Stream.of(variable.getBounds())
                .filter(bound -> bound != Object.class)
                .map(this::name)
                .collect(Collectors.joining(" & "));
        return bounds.isEmpty() ? variable.getName() : variable.getName() + " extends " + bounds;
    }

    private String arguments(Executable executable) {
        Type[] types = executable.getGenericParameterTypes();
        StringBuilder line = new StringBuilder("(");
        for (int i = 0; i < types.length; i++) {
            String name = name(types[i]);
            boolean isLastOfMany = executable.isVarArgs() && i == types.length - 1;
            line.append(i == 0 ? "" : ", ").append(isLastOfMany ? name.substring(0, name.length() - 2) + "..." : name);
        }
        line.append(")");
        if (executable.getGenericExceptionTypes().length > 0) {
            line.append(Stream.of(executable.getGenericExceptionTypes())
                    .map(this::name)
                    .sorted()
                    .collect(Collectors.joining(", ", " throws ", "")));
        }
        return line.toString();
    }

    private String name(Type type) {
        if (type instanceof Class<?> plain) {
            return plain.isArray() ? name(plain.getComponentType()) + "[]" : className(plain);
        }
        if (type instanceof ParameterizedType generic) {
            return name(generic.getRawType())
                    + Stream.of(generic.getActualTypeArguments())
                            .map(this::name)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        if (type instanceof GenericArrayType array) {
            return name(array.getGenericComponentType()) + "[]";
        }
        return type instanceof WildcardType wildcard ? wildcard(wildcard) : type.getTypeName();
    }

    private String wildcard(WildcardType wildcard) {
        if (wildcard.getLowerBounds().length > 0) {
            return "? super " + name(wildcard.getLowerBounds()[0]);
        }
        Type bound = wildcard.getUpperBounds()[0];
        return bound == Object.class ? "?" : "? extends " + name(bound);
    }

    private String className(Class<?> type) {
        boolean isKnown = type.isPrimitive()
                || KNOWN_PACKAGES.contains(type.getPackageName())
                || type.getPackageName().equals(owner.getPackageName());
        return isKnown ? simpleName(type) : type.getPackageName() + "." + simpleName(type);
    }

    private static String simpleName(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return outer == null ? type.getSimpleName() : simpleName(outer) + "." + type.getSimpleName();
    }

    private static String annotations(AnnotatedElement element) {
        return (element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "")
                + (element.isAnnotationPresent(FunctionalInterface.class) ? "@FunctionalInterface " : "");
    }
}
