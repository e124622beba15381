// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/bytesource.h"

namespace hookloupe {

/// A part of another source. Nothing is copied.
/// \param offset  0 and up; \p size is cut to what \p source has from there
ByteSourcePtr sliceOf(ByteSourcePtr source, qint64 offset, qint64 size);

} // namespace hookloupe
