package dev.joch.resource.text;

/** Takes the documents of one text as they are read. */
interface Roots {
    /** A document begins; what is reported from now on is about it. */
    void begin();

    /** The document has been read. */
    void accept(Node root);
}
