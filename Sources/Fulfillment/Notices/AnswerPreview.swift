/// What a customer would be told by a decision about a return.
package enum AnswerPreview: Hashable, Sendable {
  /// That, once the hold has passed.
  case told(Letter)
  /// Nothing by itself, and why.
  case silent(String)

  /// The words, by which way and to whom.
  package struct Letter: Hashable, Sendable {
    package var way: NoticeRow.Way
    /// "" where the shop knows it.
    package var address: String
    package var text: NoticeText

    package init(way: NoticeRow.Way, address: String, text: NoticeText) {
      self.way = way
      self.address = address
      self.text = text
    }
  }
}
