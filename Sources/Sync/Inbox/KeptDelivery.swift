package import Connectors
package import Store
import Wire

extension InboxDelivery {
  /// A delivery without secrets, to be written down.
  package init(
    account: String, key: String, topic: String, _ delivery: Delivery, problem: String? = nil
  ) {
    let headers = delivery.headers.fields.map { "\($0.name): \($0.value)\n" }.joined()
    self.init(
      account: account, key: key, topic: topic, path: delivery.path, headers: headers,
      body: delivery.body, receivedAt: delivery.receivedAt, problem: problem)
  }

  /// The same as it was written down.
  package var delivery: Delivery {
    var fields = HTTPHeaders()
    for line in headers.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      fields.add(String(parts[0]), String(parts[1].drop { $0 == " " }))
    }
    return Delivery(headers: fields, path: path, body: body, receivedAt: receivedAt)
  }
}
