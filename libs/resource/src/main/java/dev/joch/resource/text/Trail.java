package dev.joch.resource.text;

import org.jspecify.annotations.Nullable;

/**
 * Path of a field while a tree is walked. Becomes text only when there is something to say about
 * the field.
 */
record Trail(@Nullable Trail parent, String key, int index) {
    static final Trail ROOT = new Trail(null, "", -1);

    Trail field(String key) {
        return new Trail(this, key, -1);
    }

    Trail item(int index) {
        return new Trail(this, "", index);
    }

    @Override
    public String toString() {
        StringBuilder path = new StringBuilder();
        appendTo(path);
        return path.toString();
    }

    private void appendTo(StringBuilder path) {
        if (parent == null) {
            return;
        }
        parent.appendTo(path);
        if (index >= 0) {
            path.append('[').append(index).append(']');
        } else if (isSimple(key)) {
            path.append(path.isEmpty() ? "" : ".").append(key);
        } else {
            path.append("[\"").append(Shown.clean(key)).append("\"]");
        }
    }

    private static boolean isSimple(String key) {
        for (int at = 0; at < key.length(); at++) {
            char c = key.charAt(at);
            boolean word =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && c != '_' && c != '-') {
                return false;
            }
        }
        return !key.isEmpty() && key.length() <= 64;
    }
}
