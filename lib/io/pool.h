// Things that are dear to make and serve one thread at a time, each used again by whoever comes next.
//
//   Pool<Buffers> pool;
//   parallel_for(files.size(), threads, [&](std::size_t i) {
//     Pool<Buffers>::Lease buffers = pool.take();      // as the one before left it, or a new one
//     parse(files[i], *buffers);
//   });
#pragma once

#include <memory>
#include <mutex>
#include <vector>

namespace flatcrm::io {

template <typename Thing>
class Pool {
 public:
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Thing> thing) : pool_(pool), thing_(std::move(thing)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(thing_)); }
    Thing& operator*() const { return *thing_; }
    Thing* operator->() const { return thing_.get(); }

   private:
    Pool& pool_;
    std::unique_ptr<Thing> thing_;
  };

  Lease take() {
    std::lock_guard<std::mutex> guard(mutex_);
    if (idle_.empty()) return Lease(*this, std::make_unique<Thing>());
    std::unique_ptr<Thing> one = std::move(idle_.back());
    idle_.pop_back();
    return Lease(*this, std::move(one));
  }

 private:
  void give_back(std::unique_ptr<Thing> thing) {
    std::lock_guard<std::mutex> guard(mutex_);
    idle_.push_back(std::move(thing));
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Thing>> idle_;
};

}  // namespace flatcrm::io
