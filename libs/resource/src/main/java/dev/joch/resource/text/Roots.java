package dev.joch.resource.text;

/** Takes the documents of one text as they are read. */
interface Roots {
    /** A document begins at this line; what is reported from now on is about it. */
    void begin(int line);

    /** The document has been read. */
    void accept(Node root);
}
