// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <optional>

namespace hookloupe {

/// A size of the command line in bytes: "512", "64k", "10MiB", "2GB". Without regard to case; k, M, G and KiB, MiB,
/// GiB are powers of 1024, kB, MB and GB powers of 1000. No sign, no fraction, nothing beyond the range of qint64.
std::optional<qint64> parseByteSize(QStringView text);

} // namespace hookloupe
