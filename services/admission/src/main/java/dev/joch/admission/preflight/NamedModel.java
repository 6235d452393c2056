package dev.joch.admission.preflight;

/**
 * A model that a document leads to.
 *
 * @param model as {@code provider:name}
 * @param field the field that leads there
 * @param way what lies between; empty where the document names the model itself
 */
record NamedModel(String model, String field, String way) {

    String sentence(String environment) {
        return (way.isEmpty()
                        ? "`" + model + "` may"
                        : way + " leads to `" + model + "`, which may")
                + " not be used in environment "
                + environment;
    }
}
