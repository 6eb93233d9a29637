import Wire

extension HTTPResponse {
  /// A JSON answer.
  static func json(
    _ status: Int = 200, _ value: AnswerJSON, style: AnswerJSON.Style = .plain
  ) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["Content-Type": "application/json; charset=utf-8"],
      body: value.bytes(style))
  }

  /// A web page, as servers in trouble send it.
  static func html(
    _ status: Int, _ title: String, headers: HTTPHeaders = HTTPHeaders()
  ) -> HTTPResponse {
    var headers = headers
    headers["Content-Type"] = "text/html; charset=UTF-8"
    let page = """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>\(title)</title></head>
      <body><h1>\(title)</h1></body></html>
      """
    return HTTPResponse(status: status, headers: headers, body: Array(page.utf8))
  }
}
