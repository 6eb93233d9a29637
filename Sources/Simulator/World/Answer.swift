package import Fulfillment
package import Wire

extension World {
  /// One answer, how long its sender takes over it in real time, and how the connection ends.
  package struct Answer: Hashable, Sendable {
    /// What is sent. Where nothing is (`delivery` is not `.normal`), what a gateway in front would say
    /// in its place: 504 with a web page, for hosts that can't cut a connection.
    package var response: HTTPResponse
    package var delay: Span
    package var delivery: Delivery

    /// How the connection ends; the host has to honour it.
    package enum Delivery: String, CaseIterable, Hashable, Sendable {
      /// The answer is sent whole.
      case normal
      /// The connection is closed hard, before any byte of the answer.
      case reset
      /// Nothing is sent and the connection stays open until the client gives up.
      case hang
    }

    init(
      _ response: HTTPResponse, delay: Span = .milliseconds(0), delivery: Delivery = .normal
    ) {
      self.response = response
      self.delay = delay
      self.delivery = delivery
    }

    /// No answer at all.
    static func none(_ delivery: Delivery) -> Answer {
      Answer(.html(504, "504 Gateway Time-out"), delivery: delivery)
    }
  }
}
