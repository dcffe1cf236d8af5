// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Jackson's annotations, but for those by which stored data would name a class; and names for sealed hierarchies.
 *
 * <p>The one door through which Jackson learns that a value brings its type along: of a class, of a property, of what a
 * collection holds. Annotations that take class names are refused here, so they are found when the codec is built.
 */
final class NameOnlyAnnotations extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;
    private static final Set<JsonTypeInfo.Id> BY_NAME =
            Set.of(JsonTypeInfo.Id.NAME, JsonTypeInfo.Id.SIMPLE_NAME, JsonTypeInfo.Id.DEDUCTION, JsonTypeInfo.Id.NONE);
    private static final JsonTypeInfo.Value WRAPPED = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.WRAPPER_OBJECT, null, null, false, true, null);

    private final transient TypeNames names;

    NameOnlyAnnotations(TypeNames names) {
        this.names = names;
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        JsonTypeInfo.Value own = super.findPolymorphicTypeInfo(config, annotated);
        if (own == null) {
            return isSealed(annotated) ? WRAPPED : null;
        }
        if (!BY_NAME.contains(own.getIdType())) {
            throw new IllegalArgumentException(
                    "@JsonTypeInfo of " + annotated.getName() + " has use = Id." + own.getIdType()
                            + ", which lets stored data name classes: use Id.NAME with @JsonSubTypes, or a sealed interface");
        }
        return own;
    }

    @Override
    public @Nullable Object findTypeResolverBuilder(MapperConfig<?> config, Annotated annotated) {
        return refused("@JsonTypeResolver", super.findTypeResolverBuilder(config, annotated), annotated);
    }

    @Override
    public @Nullable Object findTypeIdResolver(MapperConfig<?> config, Annotated annotated) {
        return refused("@JsonTypeIdResolver", super.findTypeIdResolver(config, annotated), annotated);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
        boolean ours = isSealed(annotated) && super.findPolymorphicTypeInfo(config, annotated) == null;
        return ours ? names.namesIn(annotated.getRawType()) : super.findSubtypes(config, annotated);
    }

    private static @Nullable Object refused(String annotation, @Nullable Object found, Annotated annotated) {
        if (found != null) {
            throw new IllegalArgumentException(annotation + " of " + annotated.getName()
                    + " could let stored data name classes: use @JsonTypeInfo(use = Id.NAME) with @JsonSubTypes");
        }
        return null;
    }

    private static boolean isSealed(Annotated annotated) {
        return annotated instanceof AnnotatedClass && SealedTypes.isSealed(annotated.getRawType());
    }
}
