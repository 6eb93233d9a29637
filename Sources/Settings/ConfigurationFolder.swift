/// The folder that a configuration is in, and what the operator may put beside it.
package struct ConfigurationFolder: Hashable, Sendable {
  package let path: String

  /// - Parameter file: the configuration, whether it exists or not.
  package init(of file: String) {
    guard let slash = file.lastIndex(of: "/") else {
      path = "."
      return
    }
    path = slash == file.startIndex ? "" : String(file[..<slash])
  }

  /// Themes, one file each.
  package var themes: String { path + "/themes" }
  /// Policies of claims, one file each.
  package var policies: String { path + "/policies" }
  /// Texts of notices, one file each.
  package var notices: String { path + "/notices" }
  /// Lines that sellers are judged by.
  package var lines: String { path + "/lines.toml" }
}
