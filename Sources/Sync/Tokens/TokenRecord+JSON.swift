import Fulfillment
import Wire

extension TokenRecord {
  /// As it stands in its file; times are milliseconds since 1970, UTC.
  var json: JSON {
    var members = [JSON.Member(name: "version", value: .number("1"))]
    func add(_ name: String, _ value: JSON?) {
      if let value { members.append(JSON.Member(name: name, value: value)) }
    }
    func time(_ at: Timestamp?) -> JSON? { at.map { .number(String($0.milliseconds)) } }
    add("access", access.isEmpty ? nil : .string(access))
    add("issued_at", time(issuedAt))
    add("expires_at", time(expiresAt))
    add("refresh", refresh.isEmpty ? nil : .string(refresh))
    add("refresh_until", time(refreshUntil))
    add("asked_at", time(askedAt))
    add("refreshed_at", time(refreshedAt))
    add("pending", isPending ? .bool(true) : nil)
    add("rests_until", time(restsUntil))
    return .object(members)
  }

  /// nil where it is not what this program wrote.
  init?(_ json: JSON) {
    guard json["version"].integer == 1 else { return nil }
    self.init()
    func time(_ name: String) -> Timestamp? {
      json[name].integer.map { Timestamp(milliseconds: $0) }
    }
    access = json["access"].text ?? ""
    issuedAt = time("issued_at")
    expiresAt = time("expires_at")
    refresh = json["refresh"].text ?? ""
    refreshUntil = time("refresh_until")
    askedAt = time("asked_at")
    refreshedAt = time("refreshed_at")
    isPending = json["pending"].bool ?? false
    restsUntil = time("rests_until")
    // Half of a token is none, and a line end in one would end up as a header of its own.
    let isWhole = access.isEmpty || expiresAt != nil
    guard isWhole, (access + refresh).utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      return nil
    }
  }
}
