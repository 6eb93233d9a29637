import Fulfillment
import Wire

// A position as the text of a cursor, with only what differs from a first start.
extension WooCommercePosition {
  /// A cursor that can't be read starts from the beginning: nothing is lost, known orders are
  /// recognised.
  init(_ cursor: Cursor?) {
    let fields = Form(parsing: cursor?.text ?? "")
    list = fields["list"].flatMap(List.init) ?? .changed
    since = fields["since"].flatMap { Timestamp(iso8601: $0) }
    newest = fields["newest"].flatMap { Timestamp(iso8601: $0) }
    lookedBack = fields["looked"].flatMap { Timestamp(iso8601: $0) }
    offset = min(max(0, fields["offset"].flatMap { Int($0) } ?? 0), 1_000_000_000)
    firstID = fields["first"].flatMap { Int64($0) } ?? 0
    lastID = fields["last"].flatMap { Int64($0) } ?? 0
    retreats = min(max(0, fields["retreats"].flatMap { Int($0) } ?? 0), Self.mostRetreats)
    isPaged = fields["paged"] == "1"
  }

  var cursor: Cursor {
    var fields = Form()
    if list != .changed { fields.add("list", list.rawValue) }
    if let since { fields.add("since", since.iso8601) }
    if let newest { fields.add("newest", newest.iso8601) }
    if let lookedBack { fields.add("looked", lookedBack.date.description) }
    if offset > 0 { fields.add("offset", String(offset)) }
    if firstID > 0 { fields.add("first", String(firstID)) }
    if lastID > 0 { fields.add("last", String(lastID)) }
    if retreats > 0 { fields.add("retreats", String(retreats)) }
    if isPaged { fields.add("paged", "1") }
    return Cursor(fields.encoded)
  }
}
