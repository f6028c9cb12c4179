package io.github.kvssecure.local.mkv;

/** Receives the elements that an {@link ElementParser} finds, in file order. */
interface ElementSink {

  /**
   * Decides on an element by its head, before anything is allocated or skipped for its content.
   *
   * @throws MkvException if the element or its size is refused
   */
  void admit(ElementHead head) throws MkvException;

  /** A master element begins. */
  void begin(ElementHead head) throws MkvException;

  /** An element that is neither master nor skipped is complete. */
  void value(ElementData data) throws MkvException;

  /**
   * A known element of a kind that is not looked into was found.
   *
   * @throws MkvException if its presence is refused
   */
  default void skipped(Element element) throws MkvException {}

  /** The master element that began last ends. */
  void end(Element element, long endOffset) throws MkvException;
}
