package import Fulfillment

extension SHA256: Digest {
  package static let blockSize = 64
}
