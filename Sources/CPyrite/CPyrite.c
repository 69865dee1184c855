#include "pyrite.h"
