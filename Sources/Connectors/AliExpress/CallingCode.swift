import Wire

/// Countries' calling codes (ITU-T E.164), for suppliers that want them apart from the number.
enum CallingCode {
  /// The code with its `+` and the rest, where the number has the country's own; otherwise "" and the
  /// digits as given. Nothing is added that the customer did not write.
  static func split(_ phone: String, country: String) -> (code: String, number: String) {
    let phone = phone.trimmed
    let digits = phone.filter { $0.isASCII && $0.isNumber }
    let international =
      phone.hasPrefix("+") ? digits : phone.hasPrefix("00") ? String(digits.dropFirst(2)) : nil
    guard let international, let code = codes[country], international.hasPrefix(code),
      international.count > code.count + 3
    else { return ("", digits) }
    return ("+" + code, String(international.dropFirst(code.count)))
  }

  private static let codes: [String: String] = [
    "AE": "971", "AR": "54", "AT": "43", "AU": "61", "BE": "32", "BG": "359", "BR": "55",
    "CA": "1", "CH": "41", "CL": "56", "CN": "86", "CO": "57", "CY": "357", "CZ": "420",
    "DE": "49", "DK": "45", "EE": "372", "EG": "20", "ES": "34", "FI": "358", "FR": "33",
    "GB": "44", "GR": "30", "HK": "852", "HR": "385", "HU": "36", "ID": "62", "IE": "353",
    "IL": "972", "IN": "91", "IS": "354", "IT": "39", "JP": "81", "KR": "82", "KW": "965",
    "LT": "370", "LU": "352", "LV": "371", "MA": "212", "MT": "356", "MX": "52", "MY": "60",
    "NL": "31", "NO": "47", "NZ": "64", "PE": "51", "PH": "63", "PL": "48", "PT": "351",
    "QA": "974", "RO": "40", "RS": "381", "SA": "966", "SE": "46", "SG": "65", "SI": "386",
    "SK": "421", "TH": "66", "TR": "90", "TW": "886", "UA": "380", "US": "1", "VN": "84",
    "ZA": "27",
  ]
}
