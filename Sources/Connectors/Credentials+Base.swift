extension Credentials {
  /// The address that paths are put behind: the account's own or the service's, with the version
  /// path once, whether or not the operator wrote it into the configuration.
  func base(default origin: String, path: String) -> String {
    let address = url.isEmpty ? origin : url
    return address.hasSuffix(path) ? address : address + path
  }
}
