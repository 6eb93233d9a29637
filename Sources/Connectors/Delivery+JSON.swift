import Wire

extension Delivery {
  /// The body as JSON, once its proof was found right.
  func json() throws(WebhookError) -> JSON {
    do throws(JSONError) {
      return try JSON(body)
    } catch {
      throw .malformed("\(error)")
    }
  }
}
